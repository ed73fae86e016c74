namespace TenantTokens.Rotations.Watching;

/// <summary>What Dynatrace reported before start, with which later checks are compared. Changes by addition only.</summary>
/// <param name="At">When it was recorded (UTC).</param>
/// <param name="RejectedPerMinute">Messages rejected per minute; null when the metric was silent or not available.</param>
/// <param name="Unavailable">Why the metric was not available; null when it was, or when Dynatrace had no value.</param>
/// <param name="Zones">The number of OneAgents of each network zone: the hundred largest by name, the others as one.</param>
public sealed record WatchBaseline(
    DateTimeOffset At,
    double? RejectedPerMinute,
    string? Unavailable,
    IReadOnlyDictionary<string, ZoneOnline> Zones)
{
    /// <summary>True when it is not known whether messages were rejected before.</summary>
    public bool IsInconclusive => RejectedPerMinute is null && Unavailable is not null;

    /// <summary>
    /// True when Dynatrace had no value of the metric. The number of agents online and the proofs on the hosts are then used instead.
    /// </summary>
    public bool IsMetricSilent => RejectedPerMinute is null && Unavailable is null;
}
