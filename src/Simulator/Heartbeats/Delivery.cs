using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>The fate of one heartbeat.</summary>
/// <param name="Outcome">Whether it arrived.</param>
/// <param name="Gate">The ActiveGate that accepted or rejected it; null when it went directly or nowhere.</param>
internal sealed record Delivery(Outcome Outcome, ActiveGate? Gate);
