namespace TenantTokens.Simulator.Machines;

/// <summary>The files with a OneAgent's settings. Below this interface a machine is a tree of files or a model in memory.</summary>
internal interface IOneAgentFiles
{
    string? Tenant { get; }

    string? Token { get; }

    string? Server { get; }

    /// <summary>Writes deployment.conf and ruxitagentproc.conf.</summary>
    void Write(string? tenant, string? token);
}
