namespace TenantTokens.Rotations;

/// <summary>
/// The ways out of a parked rotation. There is always one: resume tries again; abort turns back where that is known to be safe; forward turns from the way
/// back; and where none of them can reach an end any more, an approved close leaves everything as it is.
/// </summary>
internal static class ParkedExits
{
    /// <summary>The commands that lead on from here.</summary>
    public static IEnumerable<RotationCommandKind> Of(RotationRecord rotation)
    {
        yield return RotationCommandKind.Resume;
        bool mayAdopt = rotation is { Owned: false, Hold.Code: HoldCodes.ForeignRotation };
        if (mayAdopt)
        {
            yield return RotationCommandKind.Adopt;
        }

        bool mayAbort = MayAbort(rotation);
        if (mayAbort)
        {
            yield return RotationCommandKind.Abort;
        }

        bool mayGoForward = MayGoForward(rotation);
        if (mayGoForward)
        {
            yield return RotationCommandKind.Forward;
        }

        // With a third token in force either direction leads to a cancel or a finish that is never sent; a rotation that could not be taken over once may be so for ever.
        bool canReachAnEnd = (mayAdopt && rotation.Hold is not { AdoptedInVain: true }) || ((mayAbort || mayGoForward) && !IsAThirdInForce(rotation));
        if (!canReachAnEnd && rotation.Hold is { ResumesInVain: > 0 })
        {
            yield return RotationCommandKind.Close;
        }
    }

    private static bool IsAThirdInForce(RotationRecord rotation) => rotation is { Owned: true, Hold.Code: HoldCodes.ForeignToken }
        or { Owned: true, ForeignToken: not null, Hold.Code: HoldCodes.RestoreCanaryOffline or HoldCodes.CanaryOffline };

    /// <summary>Whether turning back can darken nobody: no call of ours may have taken effect that it would contradict.</summary>
    private static bool MayAbort(RotationRecord rotation) => rotation switch
    {
        { Owned: false } => rotation.Start is null or { Answered: true },
        { OldTokenIsDead: true } => false,
        { ParkedFrom: RotationPhase.RollingBack } => rotation.Hold?.Code is HoldCodes.ForeignToken, // it is on the way; here abort answers which way is right
        { Cancel: { } cancel } when !cancel.HadNoEffect => false,
        { Hold.Code: HoldCodes.CancelledBySomebodyElse } => true, // the old token in force shows that no finish took effect
        _ => rotation.Finish is null or { HadNoEffect: true },
    };

    /// <summary>Where hosts get the old token back, or would by an abort, although nobody knows whether that one is valid.</summary>
    private static bool MayGoForward(RotationRecord rotation)
        => rotation is { Owned: true, OldTokenIsDead: false, Cancel: null or { HadNoEffect: true } }
            && rotation.Hold?.Code is not HoldCodes.CancelledBySomebodyElse
            && (rotation.ParkedFrom is RotationPhase.RollingBack || rotation.Hold?.Code is HoldCodes.ForeignToken);
}
