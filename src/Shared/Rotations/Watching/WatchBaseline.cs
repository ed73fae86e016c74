namespace TenantTokens.Rotations.Watching;

/// <summary>What Dynatrace saw before start: what later looks are held against. Changes by addition only.</summary>
/// <param name="At">When.</param>
/// <param name="RejectedPerMinute">Messages rejected per minute; null when the metric was silent or not available.</param>
/// <param name="Unavailable">Why the metric was not available; null when it was, or when Dynatrace had no value of it.</param>
/// <param name="Zones">The OneAgents of each network zone, the biggest hundred by name and the others as one.</param>
public sealed record WatchBaseline(
    DateTimeOffset At,
    double? RejectedPerMinute,
    string? Unavailable,
    IReadOnlyDictionary<string, ZoneOnline> Zones)
{
    /// <summary>True when it cannot tell whether messages were rejected before.</summary>
    public bool IsInconclusive => RejectedPerMinute is null && Unavailable is not null;

    /// <summary>True when Dynatrace had no value of the metric: then agents online and the proofs on the hosts stand in for it.</summary>
    public bool IsMetricSilent => RejectedPerMinute is null && Unavailable is null;
}
