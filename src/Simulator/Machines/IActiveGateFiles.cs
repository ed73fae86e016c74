namespace TenantTokens.Simulator.Machines;

/// <summary>The files with an ActiveGate's tokens. Below this interface a machine is a tree of files or a model in memory.</summary>
internal interface IActiveGateFiles
{
    /// <summary>Reads every environment of authorization.properties with its token.</summary>
    /// <exception cref="FormatException">The file cannot be parsed; the ActiveGate does not start.</exception>
    AuthorizationFile ReadAuthorization();

    /// <summary>Reads the token in a module's own file (extensions.conf, ruxitagent.conf); null when there is no such file.</summary>
    string? ReadModuleToken(string unit);

    /// <summary>Writes a token by hand to every place where the ActiveGate keeps it.</summary>
    void Write(string environment, string token);

    /// <summary>Adds a line to the ActiveGate's log.</summary>
    void Log(string level, string source, string text);
}
