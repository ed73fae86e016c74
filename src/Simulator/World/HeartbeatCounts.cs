namespace TenantTokens.Simulator;

/// <summary>The outcomes of the agents' data. Rejected and undelivered data is lost.</summary>
/// <param name="Accepted">Data that reached Dynatrace.</param>
/// <param name="Rejected">Data that an ActiveGate or the cluster rejected because of the token.</param>
/// <param name="Undelivered">Data that no ActiveGate and no direct way accepted.</param>
/// <param name="RejectedFrom">The names of the agents whose data was rejected, sorted.</param>
/// <param name="UndeliveredFrom">The names of the agents whose data was not delivered, sorted.</param>
public sealed record HeartbeatCounts(
    long Accepted, long Rejected, long Undelivered, IReadOnlyList<string> RejectedFrom, IReadOnlyList<string> UndeliveredFrom);
