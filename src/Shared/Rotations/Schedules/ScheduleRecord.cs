using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Schedules;

/// <summary>What is remembered of an environment's schedule. Changes by addition only.</summary>
public sealed record ScheduleRecord
{
    /// <summary>How many event ids are remembered. Event Grid delivers an event again for a day at most.</summary>
    public const int MaxEventIds = 50;

    /// <summary>When the schedule was first looked at: what the first due date is computed from.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The cron's first occurrence after the last success; null when the environment has no schedule.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>When the last rotation was completed, whoever asked for it; null when none is known.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Which one that was.</summary>
    public string? LastSuccessRotationId { get; init; }

    /// <summary>
    /// When the last rotation of the schedule's own was cancelled. Somebody wanted it so: what was due before is not asked for again, the
    /// cron's next occurrence is.
    /// </summary>
    public DateTimeOffset? LastCancelled { get; init; }

    /// <summary>
    /// The rotation that was closed as it was, after which the schedule starts nothing until a person has started one; null when there is
    /// none.
    /// </summary>
    public string? StoppedBy { get; init; }

    /// <summary>The last rotation that the schedule has started.</summary>
    public ScheduledRequest? LastRequested { get; init; }

    /// <summary>The last time that the schedule could not start one because another was open.</summary>
    public ScheduledRequest? LastSkipped { get; init; }

    /// <summary>The last near-expiry event that counted.</summary>
    public ExpiryNotice? Notice { get; init; }

    /// <summary>The expiry that was last written to the vault.</summary>
    public TokenExpiry? Expiry { get; init; }

    /// <summary>The near-expiry events that have counted, the newest last; at most <see cref="MaxEventIds"/>.</summary>
    public IReadOnlyList<string> ConsumedEventIds { get; init; } = [];
}
