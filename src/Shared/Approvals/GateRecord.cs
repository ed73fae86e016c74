using System.Text.Json.Serialization;

namespace TenantTokens.Approvals;

/// <summary>A question to the approvers. Its exceptions are rows of their own. Changes by addition only.</summary>
public sealed record GateRecord
{
    /// <summary>The id, unique in its rotation, for example finish-1. It is part of the event's name.</summary>
    public required string GateId { get; init; }

    /// <summary>What it decides.</summary>
    public required GateKind Kind { get; init; }

    /// <summary>The hash of the plan that it is about.</summary>
    public required string PlanHash { get; init; }

    /// <summary>The person who requested the rotation, who may not vote.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The people and groups who may vote; no other vote counts.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>How many different approvers must make the same choice.</summary>
    public required int Quorum { get; init; }

    /// <summary>The choices that it offers.</summary>
    public required IReadOnlyList<GateChoice> Choices { get; init; }

    /// <summary>When it was opened (UTC).</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>How many exceptions there are.</summary>
    [JsonPropertyName("restCount")]
    public required int ExceptionCount { get; init; }

    /// <summary>The generation in which it was opened. A change of direction ends earlier approvals.</summary>
    public long Generation { get; init; }

    /// <summary>Why it was opened, in a sentence; null when its kind says everything.</summary>
    public string? Why { get; init; }

    /// <summary>Whether it was opened in an emergency: a rotation that becomes one asks again.</summary>
    public bool Emergency { get; init; }

    /// <summary>The number of votes cast so far; it rises with each new one.</summary>
    public int Votes { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public GateOutcome? Outcome { get; init; }

    /// <summary>The time by which it should be decided (UTC); null for a gate from before there were deadlines.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When people were first notified (UTC); null before.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>How often they were reminded.</summary>
    public int Reminders { get; init; }

    /// <summary>When they were last reminded (UTC); null before.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>When the escalation list was notified (UTC); null before.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>
    /// When the passed deadline was noticed (UTC); null before. From then on the gate counts as held while it is undecided.
    /// </summary>
    public DateTimeOffset? DeadlinePassedAt { get; init; }

    /// <summary>When people were notified of the passed deadline (UTC); null before.</summary>
    public DateTimeOffset? DeadlineToldAt { get; init; }

    /// <summary>Why the last message about it reached nobody, in a sentence; null when it reached someone or none was sent yet.</summary>
    public string? NobodyTold { get; init; }

    /// <summary>How many messages in a row reached nobody.</summary>
    public int FailedMessages { get; init; }

    /// <summary>When people were notified that it was superseded (UTC); null before.</summary>
    public DateTimeOffset? WithdrawalToldAt { get; init; }

    /// <summary>When the rotation was rolled back although this gate had approved the next step (UTC); null otherwise.</summary>
    public DateTimeOffset? OverruledAt { get; init; }

    /// <summary>Other identities that count as the requester: other names, or the user who owns the API key.</summary>
    public IReadOnlyList<string> AlsoRequestedBy { get; init; } = [];

    /// <summary>Whether it is still open after its deadline, so that it counts as held.</summary>
    public bool IsOverdueAt(DateTimeOffset now) => Outcome is null && (DeadlinePassedAt is not null || now >= Deadline);

    /// <summary>Returns its outcome at a time: without a decision, it is held once the deadline has passed.</summary>
    /// <param name="votes">The result of the votes.</param>
    /// <param name="now">The time (UTC).</param>
    public GateOutcome StandsAt(GateOutcome votes, DateTimeOffset now)
        => Outcome ?? (votes is GateOutcome.Undecided && IsOverdueAt(now) ? GateOutcome.Held : votes);

    /// <summary>Returns the name of the external event that wakes the orchestration waiting at this gate.</summary>
    public static string EventName(string gateId) => $"approval:{gateId}";

    /// <summary>Whether people were notified of the gate but not yet that it was superseded since, perhaps because of a crash.</summary>
    [JsonIgnore]
    public bool IsWithdrawalUntold => this is { Outcome: GateOutcome.Superseded, ToldAt: not null, WithdrawalToldAt: null };
}
