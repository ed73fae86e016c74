namespace TenantTokens.Simulator;

/// <summary>What became of the agents' data. Rejected and undelivered are data loss.</summary>
/// <param name="Accepted">Reached Dynatrace.</param>
/// <param name="Rejected">Refused by an ActiveGate or by the cluster because of the token.</param>
/// <param name="Undelivered">No ActiveGate and no direct way took it.</param>
/// <param name="RejectedFrom">The names of those whose data was rejected, sorted.</param>
/// <param name="UndeliveredFrom">The names of those whose data was not delivered, sorted.</param>
public sealed record HeartbeatCounts(
    long Accepted, long Rejected, long Undelivered, IReadOnlyList<string> RejectedFrom, IReadOnlyList<string> UndeliveredFrom);
