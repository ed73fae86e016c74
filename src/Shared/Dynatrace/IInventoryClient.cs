namespace TenantTokens.Dynatrace;

/// <summary>
/// Lists the agents that an environment knows. All calls only read, are retried, and throw <see cref="DynatraceAccessDeniedException"/> or
/// <see cref="DynatraceApiException"/>.
/// </summary>
public interface IInventoryClient
{
    /// <summary>
    /// Lists the ActiveGates that are connected or were during the last 2 hours (<c>GET /api/v2/activeGates</c>, scope
    /// <c>activeGates.read</c>).
    /// </summary>
    Task<IReadOnlyList<ActiveGateInfo>> ListActiveGatesAsync(CancellationToken cancellationToken);

    /// <summary>Reads one ActiveGate (<c>GET /api/v2/activeGates/{id}</c>); null when Dynatrace does not know it.</summary>
    Task<ActiveGateInfo?> GetActiveGateAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the hosts with a OneAgent that were seen during the last 214 days, the furthest that Dynatrace looks back (<c>GET
    /// /api/v1/oneagents</c>, scope <c>oneAgents.read</c>), page by page.
    /// </summary>
    IAsyncEnumerable<OneAgentInfo> ListOneAgentsAsync(CancellationToken cancellationToken);
}
