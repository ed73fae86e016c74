using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>One heartbeat's way.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Gate">The ActiveGate that took or refused it; null when it went direct or nowhere.</param>
internal sealed record Delivery(Outcome Outcome, ActiveGate? Gate);
