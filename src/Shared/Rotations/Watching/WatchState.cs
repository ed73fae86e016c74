namespace TenantTokens.Rotations.Watching;

/// <summary>
/// What the watch of a rotation remembers between two looks. Holds counts, never a list that grows with the fleet. Changes by addition
/// only.
/// </summary>
public sealed record WatchState
{
    /// <summary>The last question that is not answered.</summary>
    public WatchQuestion? Asked { get; init; }

    /// <summary>Messages rejected per minute that a human accepted; null when none did.</summary>
    public double? AcceptedRejectedPerMinute { get; init; }

    /// <summary>Agents lost that a human accepted, by network zone.</summary>
    public IReadOnlyDictionary<string, int> AcceptedLost { get; init; } = new Dictionary<string, int>();

    /// <summary>Since when the metric is not available; null when it is.</summary>
    public DateTimeOffset? MetricUnavailableSince { get; init; }

    /// <summary>True once a human went on without the metric: it is asked once per rotation.</summary>
    public bool MetricAnswered { get; init; }

    /// <summary>Since when something else could not be read; null when all can.</summary>
    public DateTimeOffset? UnreadableSince { get; init; }

    /// <summary>When the token was last seen to be the expected one.</summary>
    public DateTimeOffset? TokenSeenAt { get; init; }

    /// <summary>What the watch after finish saw last; null before it.</summary>
    public FinishWatch? AfterFinish { get; init; }
}
