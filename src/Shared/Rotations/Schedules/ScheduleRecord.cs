using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Schedules;

/// <summary>What is known about an environment's schedule. Changes by addition only.</summary>
public sealed record ScheduleRecord
{
    /// <summary>The most event ids that are kept. Event Grid repeats an event for at most a day.</summary>
    public const int MaxEventIds = 50;

    /// <summary>When the schedule was first read (UTC), from which the first due date is calculated; null before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The cron's first occurrence after the last success (UTC); null when the environment has no schedule.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>When the last rotation was completed (UTC), whoever requested it; null when none is known.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>The id of that rotation; null when none is known.</summary>
    public string? LastSuccessRotationId { get; init; }

    /// <summary>
    /// When the schedule's own last rotation was cancelled (UTC); null when none was. A person decided that, so earlier due dates are not
    /// requested again; the cron's next occurrence is.
    /// </summary>
    public DateTimeOffset? LastCancelled { get; init; }

    /// <summary>
    /// The id of the rotation that was closed as it was, after which the schedule starts nothing until a person has started one; null when
    /// there is none.
    /// </summary>
    public string? StoppedBy { get; init; }

    /// <summary>The last rotation that the schedule started; null when there is none.</summary>
    public ScheduledRequest? LastRequested { get; init; }

    /// <summary>
    /// The last due date at which the schedule could not start a rotation because another was open; null when there is none.
    /// </summary>
    public ScheduledRequest? LastSkipped { get; init; }

    /// <summary>The last near-expiry event that counted; null when there is none.</summary>
    public ExpiryNotice? Notice { get; init; }

    /// <summary>The expiry that was last written to the vault; null when none was.</summary>
    public TokenExpiry? Expiry { get; init; }

    /// <summary>The ids of the near-expiry events that have counted, the newest last; at most <see cref="MaxEventIds"/>.</summary>
    public IReadOnlyList<string> ConsumedEventIds { get; init; } = [];
}
