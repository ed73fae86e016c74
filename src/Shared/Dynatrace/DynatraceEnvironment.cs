namespace TenantTokens.Dynatrace;

/// <summary>The clients of one Dynatrace environment.</summary>
/// <param name="Id">The environment id.</param>
/// <param name="TenantTokens">start, finish, cancel.</param>
/// <param name="ConnectionInfo">What installers get.</param>
/// <param name="Inventory">ActiveGates and OneAgents.</param>
/// <param name="Metrics">What tells of wrong tokens.</param>
public sealed record DynatraceEnvironment(
    string Id,
    ITenantTokenClient TenantTokens,
    IConnectionInfoClient ConnectionInfo,
    IInventoryClient Inventory,
    IMetricsClient Metrics);
