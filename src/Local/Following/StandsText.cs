using TenantTokens.Dynatrace;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Following;

/// <summary>
/// Says which tokens are valid, and only what the ledger knows of that: a call that was sent and not answered may have taken effect.
/// </summary>
internal static class StandsText
{
    /// <summary>The end of a sentence that begins with the rotation.</summary>
    public static string Of(RotationRecord rotation) => rotation switch
    {
        { Phase: RotationPhase.Completed } => "is completed: the new token is in force",
        { Phase: RotationPhase.Cancelled, Owned: false } => "is cancelled; no host was touched",
        { Phase: RotationPhase.Cancelled } => "is cancelled: the old token is in force",
        { Phase: RotationPhase.Abandoned } => "is closed as it is; the report says which token each host is on",
        { SweepUntil: not null } => "has put the new token in force and watches what comes of it",
        { OldTokenIsDead: true } => "stays open; somebody else has finished it, so the old token is dead",
        { Finish: { } finish } when IsUnknown(finish) => $"stays open. Finish was sent and {Unknown}: the old token may be dead",
        { Cancel: { } cancel } when IsUnknown(cancel) => $"stays open. Cancel was sent and {Unknown}: the new token may be dead",
        { Hold.Code: HoldCodes.CancelledBySomebodyElse or HoldCodes.ForeignToken }
            => "stays open; Dynatrace does not show the tokens that it expects, so which are valid is not known",
        { Owned: true } => "stays open and both tokens valid",
        { Start: { Answered: false } } => $"stays open. Start was sent and {Unknown}: a new token may be valid beside the old one",
        { Hold.Code: HoldCodes.ForeignRotation } or { Start.Answer: CallAnswer.WrongState }
            => "stays open; its start was not taken, because a rotation is open at Dynatrace. No host was touched",
        _ => "stays open; it has not started, so nothing was changed",
    };

    private const string Unknown = "it is not known yet whether it took effect";

    private static bool IsUnknown(CallAttempt attempt) => attempt is { TookEffect: false, HadNoEffect: false };
}
