namespace TenantTokens.Dynatrace;

/// <summary>
/// The agents that an environment knows. All calls read only, are retried, and throw <see cref="DynatraceAccessDeniedException"/> or
/// <see cref="DynatraceApiException"/>.
/// </summary>
public interface IInventoryClient
{
    /// <summary>
    /// ActiveGates that are connected or were during the last 2 hours (<c>GET /api/v2/activeGates</c>, scope <c>activeGates.read</c>).
    /// </summary>
    Task<IReadOnlyList<ActiveGateInfo>> ListActiveGatesAsync(CancellationToken cancellationToken);

    /// <summary>One ActiveGate (<c>GET /api/v2/activeGates/{id}</c>); null when Dynatrace does not know it.</summary>
    Task<ActiveGateInfo?> GetActiveGateAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Hosts with a OneAgent that were seen during the last 214 days, which is as far as Dynatrace goes (<c>GET /api/v1/oneagents</c>,
    /// scope <c>oneAgents.read</c>), page by page.
    /// </summary>
    IAsyncEnumerable<OneAgentInfo> ListOneAgentsAsync(CancellationToken cancellationToken);
}
