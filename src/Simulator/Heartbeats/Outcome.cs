namespace TenantTokens.Simulator.Heartbeats;

/// <summary>The outcome of a heartbeat.</summary>
internal enum Outcome
{
    /// <summary>Nothing was sent and nothing is lost: the sender keeps its data for its own ActiveGate.</summary>
    Waiting,
    Accepted,
    Rejected,
    Undelivered,
}
