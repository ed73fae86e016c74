namespace TenantTokens.Simulator;

/// <summary>A service and its state as systemctl names it: active, activating, deactivating, inactive or failed.</summary>
public sealed record ServiceSnapshot(string Name, string State);
