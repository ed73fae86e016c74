namespace TenantTokens.Rotations;

/// <summary>
/// The ways out of a parked rotation. There is always one: resume tries again; abort turns back where that is known to be safe; forward
/// turns from the way back; and where none of them can reach an end any more, an approved close leaves everything as it is.
/// </summary>
internal static class ParkedExits
{
    /// <summary>The commands that lead on from here.</summary>
    public static IEnumerable<OperatorCommandKind> From(RotationRecord rotation)
    {
        yield return OperatorCommandKind.Resume;
        bool mayAdopt = rotation is { StartTookEffect: false, ParkReason.Code: ParkCodes.ForeignRotation };
        if (mayAdopt)
        {
            yield return OperatorCommandKind.Adopt;
        }

        bool mayAbort = MayAbort(rotation);
        if (mayAbort)
        {
            yield return OperatorCommandKind.Abort;
        }

        bool mayGoForward = MayGoForward(rotation);
        if (mayGoForward)
        {
            yield return OperatorCommandKind.Forward;
        }

        // With a third token in force either direction leads to a cancel or a finish that is never sent; a rotation that could not be taken
        // over once may be so for ever.
        bool canReachAnEnd = (mayAdopt && rotation.ParkReason is not { AdoptedInVain: true })
            || ((mayAbort || mayGoForward) && !IsAThirdInForce(rotation));
        if (!canReachAnEnd && rotation.ParkReason is { ResumesInVain: > 0 })
        {
            yield return OperatorCommandKind.Close;
        }
    }

    private static bool IsAThirdInForce(RotationRecord rotation)
        => rotation is { StartTookEffect: true, ParkReason.Code: ParkCodes.ForeignToken }
            or
            {
                StartTookEffect: true,
                ForeignToken: not null,
                ParkReason.Code: ParkCodes.RestoreCanaryOffline or ParkCodes.CanaryOffline
            };

    /// <summary>Whether turning back can darken nobody: no call of ours may have taken effect that it would contradict.</summary>
    private static bool MayAbort(RotationRecord rotation) => rotation switch
    {
        { StartTookEffect: false } => rotation.Start is null or { Answered: true },
        { OldTokenIsDead: true } => false,
        // it is on the way; here abort answers which way is right
        { ParkedFrom: RotationPhase.RollingBack } => rotation.ParkReason?.Code is ParkCodes.ForeignToken,
        { Cancel: { } cancel } when !cancel.HadNoEffect => false,
        { ParkReason.Code: ParkCodes.CancelledBySomebodyElse } => true, // the old token in force shows that no finish took effect
        _ => rotation.Finish is null or { HadNoEffect: true },
    };

    /// <summary>Where hosts get the old token back, or would by an abort, although nobody knows whether that one is valid.</summary>
    private static bool MayGoForward(RotationRecord rotation)
        => rotation is { StartTookEffect: true, OldTokenIsDead: false, Cancel: null or { HadNoEffect: true } }
            && rotation.ParkReason?.Code is not ParkCodes.CancelledBySomebodyElse
            && (rotation.ParkedFrom is RotationPhase.RollingBack || rotation.ParkReason?.Code is ParkCodes.ForeignToken);
}
