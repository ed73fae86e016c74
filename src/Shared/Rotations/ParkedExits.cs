namespace TenantTokens.Rotations;

/// <summary>
/// The commands that lead out of a parked rotation. There is always one: resume tries again; abort rolls back where that is known to be
/// safe; forward ends a rollback; and when none of them can reach an end any more, an approved close leaves everything as it is.
/// </summary>
internal static class ParkedExits
{
    /// <summary>Lists the commands that the parked rotation accepts.</summary>
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

        // With a third token in force, both directions lead to a cancel or finish that is never sent. A takeover that was impossible once
        // may stay impossible.
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

    /// <summary>Whether a rollback can take no host offline: no call of ours may have taken effect that it would contradict.</summary>
    private static bool MayAbort(RotationRecord rotation) => rotation switch
    {
        { StartTookEffect: false } => rotation.Start is null or { Answered: true },
        { OldTokenIsDead: true } => false,
        // The rollback is already running; here abort confirms that it is the right direction.
        { ParkedFrom: RotationPhase.RollingBack } => rotation.ParkReason?.Code is ParkCodes.ForeignToken,
        { Cancel: { } cancel } when !cancel.HadNoEffect => false,
        { ParkReason.Code: ParkCodes.CancelledBySomebodyElse } => true, // since the old token is in force, no finish took effect
        _ => rotation.Finish is null or { HadNoEffect: true },
    };

    /// <summary>
    /// Whether hosts get the old token back, or would after an abort, although it is not known whether that token is valid.
    /// </summary>
    private static bool MayGoForward(RotationRecord rotation)
        => rotation is { StartTookEffect: true, OldTokenIsDead: false, Cancel: null or { HadNoEffect: true } }
            && rotation.ParkReason?.Code is not ParkCodes.CancelledBySomebodyElse
            && (rotation.ParkedFrom is RotationPhase.RollingBack || rotation.ParkReason?.Code is ParkCodes.ForeignToken);
}
