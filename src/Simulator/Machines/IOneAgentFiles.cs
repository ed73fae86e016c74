namespace TenantTokens.Simulator.Machines;

/// <summary>Where a OneAgent keeps its settings: the seam below which a machine is a tree of files or a model in memory.</summary>
internal interface IOneAgentFiles
{
    string? Tenant { get; }

    string? Token { get; }

    string? Server { get; }

    /// <summary>Writes deployment.conf and ruxitagentproc.conf.</summary>
    void Write(string? tenant, string? token);
}
