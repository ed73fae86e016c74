using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>A OneAgent's settings in memory. Guarded by the world's lock.</summary>
internal sealed class ModelOneAgentFiles(TenantEnvironment environment, string servers, WorldClock clock) : IOneAgentFiles
{
    public string? Tenant { get; private set; } = environment.Id;

    public string? Token { get; private set; } = environment.Active;

    public string? Server => servers;

    /// <summary>When the settings were last written.</summary>
    public DateTimeOffset WrittenAt { get; set; }

    public void Write(string? tenant, string? token) => (Tenant, Token, WrittenAt) = (tenant ?? Tenant, token ?? Token, clock.Now);
}
