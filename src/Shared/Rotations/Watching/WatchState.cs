namespace TenantTokens.Rotations.Watching;

/// <summary>
/// What the watch of a rotation remembers between two checks. It holds counts, never a list that grows with the fleet. Changes by addition
/// only.
/// </summary>
public sealed record WatchState
{
    /// <summary>The last question without an answer; null when there is none.</summary>
    public WatchQuestion? Asked { get; init; }

    /// <summary>The messages rejected per minute that a person accepted; null when none did.</summary>
    public double? AcceptedRejectedPerMinute { get; init; }

    /// <summary>The number of lost agents that a person accepted, by network zone.</summary>
    public IReadOnlyDictionary<string, int> AcceptedLost { get; init; } = new Dictionary<string, int>();

    /// <summary>Since when the metric has not been available (UTC); null when it is.</summary>
    public DateTimeOffset? MetricUnavailableSince { get; init; }

    /// <summary>True once a person has continued without the metric, which is asked once per rotation.</summary>
    public bool MetricAnswered { get; init; }

    /// <summary>Since when something else could not be read (UTC); null when everything can be.</summary>
    public DateTimeOffset? UnreadableSince { get; init; }

    /// <summary>When an expected token was last seen in force (UTC); null when it must be read at once.</summary>
    public DateTimeOffset? TokenSeenAt { get; init; }

    /// <summary>What the watch after finish saw at its last check; null before it.</summary>
    public FinishWatch? AfterFinish { get; init; }
}
