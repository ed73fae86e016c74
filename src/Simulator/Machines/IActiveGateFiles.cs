namespace TenantTokens.Simulator.Machines;

/// <summary>Where an ActiveGate keeps its tokens: the seam below which a machine is a tree of files or a model in memory.</summary>
internal interface IActiveGateFiles
{
    /// <summary>Every environment of authorization.properties with its token.</summary>
    /// <exception cref="FormatException">The file cannot be parsed; the ActiveGate does not start.</exception>
    AuthorizationFile ReadAuthorization();

    /// <summary>The token in a module's own file (extensions.conf, ruxitagent.conf); null when there is no such file.</summary>
    string? ReadModuleToken(string unit);

    /// <summary>Writes a token by hand wherever the ActiveGate keeps it.</summary>
    void Write(string environment, string token);

    /// <summary>A line of the ActiveGate's log.</summary>
    void Log(string level, string source, string text);
}
