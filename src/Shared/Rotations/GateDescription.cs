using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations;

/// <summary>
/// What one kind of gate asks, who decides it, what it offers and how it ends. <see cref="GateDescriptions"/> has one for each kind.
/// </summary>
public sealed record GateDescription
{
    /// <summary>What it decides.</summary>
    public required GateKind Kind { get; init; }

    /// <summary>What the ids of its gates begin with, for example "finish" in finish-1. The ledger has it: it never changes.</summary>
    public required string IdStem { get; init; }

    /// <summary>The question, the same on pages, in mails and on cards.</summary>
    public required string Question { get; init; }

    /// <summary>What may be chosen, in the order in which people see it.</summary>
    public required IReadOnlyList<GateOffer> Offers { get; init; }

    /// <summary>
    /// What a message says first, in sentences; null is no sentence. It is given why the gate was opened (null when its kind says all) and
    /// the sentence that says what an approval does (empty where none is offered).
    /// </summary>
    public required Func<string?, string, IReadOnlyList<string?>> Lead { get; init; }

    /// <summary>Which of the <c>approvals</c> settings say who decides it. What they leave open is as at finish.</summary>
    public required Func<ApprovalOptions, GateVoterOptions> Voters { get; init; }

    /// <summary>Whether the plan of every rotation warns when nobody could decide it.</summary>
    public required Func<ApprovalOptions, bool> IsCheckedByPlan { get; init; }

    /// <summary>Whether a watch may end the wait at it.</summary>
    public required bool IsWatched { get; init; }

    /// <summary>
    /// What its approval changes in the rotation's row: the field that keeps the gate's id. Gives the same row where no field does.
    /// </summary>
    public required Func<RotationRecord, string, RotationRecord> KeepApproved { get; init; }

    /// <summary>The id of its gate with this number, counted from 1 in each rotation.</summary>
    public string IdOf(int number) => $"{IdStem}-{number}";

    /// <summary>What a gate with these exceptions offers.</summary>
    public IReadOnlyList<GateChoice> ChoicesFor(IReadOnlyList<ExceptionItem> exceptions)
    {
        bool hasOlder = exceptions.Any(static item => item.OlderToken is not null);
        return [.. Offers.Where(offer => hasOlder || !offer.NeedsOlderToken).Select(static offer => offer.Choice)];
    }

    /// <summary>What a choice does once it has its quorum. See <see cref="GateOffer.Effect"/>.</summary>
    public string EffectOf(GateChoice choice)
        => Offers.FirstOrDefault(offer => offer.Choice == choice)?.Effect ?? "gates of this kind no longer offer this choice.";

    /// <summary>What a message says first.</summary>
    /// <param name="why">Why the gate was opened, in sentences; null when its kind says all.</param>
    public string LeadFor(string? why)
    {
        string approval = Offers.Any(static offer => offer.Choice is GateChoice.Approve)
            ? $"If you approve, {EffectOf(GateChoice.Approve)}"
            : "";
        return string.Join(' ', Lead(why, approval).OfType<string>());
    }

    /// <summary>Who may decide it.</summary>
    public IReadOnlyList<string> ApproversFrom(ApprovalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Approvers(Voters(options).Approvers);
    }

    /// <summary>How many of them must choose the same; 1 or more.</summary>
    public int QuorumFrom(ApprovalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Voters(options).Quorum ?? options.Finish.Quorum;
    }
}
