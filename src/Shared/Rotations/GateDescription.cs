using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations;

/// <summary>
/// A kind of gate: its question, who decides it, its choices and what its approval changes. <see cref="GateDescriptions"/> has one for each
/// kind.
/// </summary>
public sealed record GateDescription
{
    /// <summary>The kind of gate.</summary>
    public required GateKind Kind { get; init; }

    /// <summary>
    /// The beginning of its gates' ids, for example "finish" in finish-1. It is stored in the ledger, so it never changes.
    /// </summary>
    public required string IdStem { get; init; }

    /// <summary>The question, the same on pages, in mails and on cards.</summary>
    public required string Question { get; init; }

    /// <summary>Its choices, in the order in which people see them.</summary>
    public required IReadOnlyList<GateOffer> Offers { get; init; }

    /// <summary>
    /// Makes the first sentences of a message; null entries are left out. Its arguments are why the gate was opened (null when the kind
    /// says everything) and the sentence about the effect of an approval (empty when it is not a choice).
    /// </summary>
    public required Func<string?, string, IReadOnlyList<string?>> Lead { get; init; }

    /// <summary>
    /// Returns the part of the <c>approvals</c> settings that says who decides it. What that part leaves open is taken from finish.
    /// </summary>
    public required Func<ApprovalOptions, GateVoterOptions> Voters { get; init; }

    /// <summary>Returns whether every plan warns when the gate could not be decided.</summary>
    public required Func<ApprovalOptions, bool> IsCheckedByPlan { get; init; }

    /// <summary>Whether the watch may end the wait at it.</summary>
    public required bool IsWatched { get; init; }

    /// <summary>
    /// Returns the rotation's row after an approval, with the gate's id in the field for it; the same row when there is no such field.
    /// </summary>
    public required Func<RotationRecord, string, RotationRecord> KeepApproved { get; init; }

    /// <summary>Returns the id of its gate with a number, which counts from 1 in each rotation.</summary>
    public string IdOf(int number) => $"{IdStem}-{number}";

    /// <summary>Returns the choices of a gate with these exceptions.</summary>
    public IReadOnlyList<GateChoice> ChoicesFor(IReadOnlyList<ExceptionItem> exceptions)
    {
        bool hasOlder = exceptions.Any(static item => item.OlderToken is not null);
        return [.. Offers.Where(offer => hasOlder || !offer.NeedsOlderToken).Select(static offer => offer.Choice)];
    }

    /// <summary>Returns the effect of a choice that has its quorum. See <see cref="GateOffer.Effect"/>.</summary>
    public string EffectOf(GateChoice choice)
        => Offers.FirstOrDefault(offer => offer.Choice == choice)?.Effect ?? "gates of this kind no longer offer this choice.";

    /// <summary>Returns the first sentences of a message.</summary>
    /// <param name="why">Why the gate was opened, in sentences; null when its kind says everything.</param>
    public string LeadFor(string? why)
    {
        string approval = Offers.Any(static offer => offer.Choice is GateChoice.Approve)
            ? $"If you approve, {EffectOf(GateChoice.Approve)}"
            : "";
        return string.Join(' ', Lead(why, approval).OfType<string>());
    }

    /// <summary>Returns the approvers who may decide it.</summary>
    public IReadOnlyList<string> ApproversFrom(ApprovalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Approvers(Voters(options).Approvers);
    }

    /// <summary>Returns how many of them must make the same choice; 1 or more.</summary>
    public int QuorumFrom(ApprovalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Voters(options).Quorum ?? options.Finish.Quorum;
    }
}
