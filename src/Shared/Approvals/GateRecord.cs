using System.Text.Json.Serialization;

namespace TenantTokens.Approvals;

/// <summary>A question to the approvers. Its rest stands in rows of its own. Changes by addition only.</summary>
public sealed record GateRecord
{
    /// <summary>Unique in its rotation, for example finish-1; part of the event's name.</summary>
    public required string GateId { get; init; }

    /// <summary>What it decides.</summary>
    public required GateKind Kind { get; init; }

    /// <summary>The plan it belongs to.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Who asked for the rotation: not allowed to vote.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who may vote. Nobody else counts.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>How many distinct approvers must say the same.</summary>
    public required int Quorum { get; init; }

    /// <summary>What may be chosen.</summary>
    public required IReadOnlyList<GateChoice> Choices { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>How many exceptions there are.</summary>
    [JsonPropertyName("restCount")]
    public required int ExceptionCount { get; init; }

    /// <summary>The direction it was opened in: turning it ends what was approved before.</summary>
    public long Generation { get; init; }

    /// <summary>Why it was opened, in a sentence; null when its kind says all.</summary>
    public string? Why { get; init; }

    /// <summary>Whether it was opened in an emergency: a rotation that becomes one asks again.</summary>
    public bool Emergency { get; init; }

    /// <summary>How many votes were cast; lets a watcher see that there is a new one.</summary>
    public int Votes { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public GateOutcome? Outcome { get; init; }

    /// <summary>When it should be decided; null for a gate from before there were deadlines.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When people were first told of it; null while nobody was.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>How often they were reminded.</summary>
    public int Reminders { get; init; }

    /// <summary>When they were reminded last.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>When the escalation list was told.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>When it was seen that the deadline has passed: from then on it counts as held while it is undecided.</summary>
    public DateTimeOffset? DeadlinePassedAt { get; init; }

    /// <summary>When people were told so.</summary>
    public DateTimeOffset? DeadlineToldAt { get; init; }

    /// <summary>Why the last message about it reached nobody, in a sentence; null when it reached somebody or none was sent yet.</summary>
    public string? NobodyTold { get; init; }

    /// <summary>How many messages in a row reached nobody.</summary>
    public int FailedMessages { get; init; }

    /// <summary>When people were told that it was superseded.</summary>
    public DateTimeOffset? WithdrawalToldAt { get; init; }

    /// <summary>When the rotation was rolled back although this gate had approved what was to come; null otherwise.</summary>
    public DateTimeOffset? OverruledAt { get; init; }

    /// <summary>Who else counts as having asked: other names of the requester, or who holds the API key that asked.</summary>
    public IReadOnlyList<string> AlsoRequestedBy { get; init; } = [];

    /// <summary>Whether it is still open although it should have been decided by now: then it counts as held.</summary>
    public bool IsOverdueAt(DateTimeOffset now) => Outcome is null && (DeadlinePassedAt is not null || now >= Deadline);

    /// <summary>What its votes amount to at a moment: one that nobody has decided is held once its deadline has passed.</summary>
    /// <param name="votes">What the votes say.</param>
    /// <param name="now">The moment.</param>
    public GateOutcome StandsAt(GateOutcome votes, DateTimeOffset now)
        => Outcome ?? (votes is GateOutcome.Undecided && IsOverdueAt(now) ? GateOutcome.Held : votes);

    /// <summary>The external event that wakes the orchestration which waits at this gate.</summary>
    public static string EventName(string gateId) => $"approval:{gateId}";

    /// <summary>Whether people were told of it and it was superseded since, maybe before a crash: they must hear that, too.</summary>
    [JsonIgnore]
    public bool IsWithdrawalUntold => this is { Outcome: GateOutcome.Superseded, ToldAt: not null, WithdrawalToldAt: null };
}
