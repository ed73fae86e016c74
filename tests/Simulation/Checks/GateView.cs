namespace TenantTokens.Simulation.Checks;

/// <summary>An ActiveGate that heartbeats went through.</summary>
/// <param name="Name">Its machine.</param>
/// <param name="Loaded">The token that it loaded.</param>
internal sealed record GateView(string Name, string? Loaded);
