using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations.Words;

/// <summary>
/// Says which tokens are valid, as far as the ledger knows: a call without an answer may have taken effect. All pages and messages use
/// these words.
/// </summary>
public static class TokenWords
{
    /// <summary>Returns which tokens are valid in the rotation's present state.</summary>
    public static ValidTokens From(RotationRecord rotation)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        return rotation switch
        {
            { Phase: RotationPhase.Completed } => ValidTokens.New,
            { Phase: RotationPhase.Cancelled, StartTookEffect: true } => ValidTokens.Old,
            { Phase: RotationPhase.Abandoned } => ValidTokens.NotKnown,
            { SweepUntil: not null } or { OldTokenIsDead: true } => ValidTokens.New,
            { Finish: { } finish } when IsUnknown(finish) => ValidTokens.NewPerhapsOld,
            { Cancel: { } cancel } when IsUnknown(cancel) => ValidTokens.OldPerhapsNoMoreNew,
            { ParkReason.Code: ParkCodes.CancelledBySomebodyElse or ParkCodes.ForeignToken } => ValidTokens.NotKnown,
            { StartTookEffect: true } => ValidTokens.Both,
            { Start: { Answered: false } } => ValidTokens.OldPerhapsNew,
            { ParkReason.Code: ParkCodes.ForeignRotation } or { Start.Answer: CallAnswer.WrongState } => ValidTokens.OfAnotherRotation,
            _ => ValidTokens.Old,
        };
    }

    /// <summary>Returns a sentence.</summary>
    public static string Sentence(ValidTokens valid) => valid switch
    {
        ValidTokens.Old => "The old token is in force.",
        ValidTokens.OldPerhapsNew => "The old token is valid; start was sent and not answered, so a new one may be valid beside it.",
        ValidTokens.Both => "Both tokens are valid.",
        ValidTokens.NewPerhapsOld => "The new token is valid; finish was sent and not answered, so the old token may be dead.",
        ValidTokens.OldPerhapsNoMoreNew => "The old token is valid; cancel was sent and not answered, so the new token may be dead.",
        ValidTokens.New => "The new token is in force, the old token is dead.",
        ValidTokens.OfAnotherRotation => "A rotation is open at Dynatrace, and it may not be this one.",
        _ => "Which tokens are valid is not known.",
    };

    /// <summary>Returns what does not change while nothing happens, to follow "nothing happens".</summary>
    public static string Stay(ValidTokens valid) => valid switch
    {
        ValidTokens.Old => "the old token stays in force",
        ValidTokens.Both => "both tokens stay valid",
        ValidTokens.New => "the new token stays in force",
        ValidTokens.OfAnotherRotation => "the rotation that is open at Dynatrace stays open",
        _ => "which tokens are valid is not known",
    };

    private static bool IsUnknown(CallAttempt attempt) => attempt is { TookEffect: false, HadNoEffect: false };
}
