namespace TenantTokens.Dynatrace;

/// <summary>The clients of one Dynatrace environment.</summary>
/// <param name="Id">The environment id.</param>
/// <param name="TenantTokens">The calls start, finish and cancel.</param>
/// <param name="ConnectionInfo">The connection info that installers get.</param>
/// <param name="Inventory">The lists of ActiveGates and OneAgents.</param>
/// <param name="Metrics">The metrics that reveal wrong tokens.</param>
public sealed record DynatraceEnvironment(
    string Id,
    ITenantTokenClient TenantTokens,
    IConnectionInfoClient ConnectionInfo,
    IInventoryClient Inventory,
    IMetricsClient Metrics);
