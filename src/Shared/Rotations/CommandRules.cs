namespace TenantTokens.Rotations;

/// <summary>Which commands a rotation takes where it stands.</summary>
public static class CommandRules
{
    /// <summary>The commands that are allowed now.</summary>
    public static IReadOnlyList<RotationCommandKind> Allowed(RotationRecord rotation) => rotation.Phase switch
    {
        RotationPhase.Planning when !rotation.PlanConfirmed => [RotationCommandKind.Confirm, RotationCommandKind.Abort],
        RotationPhase.AwaitingStart when !rotation.PlanConfirmed => [RotationCommandKind.Confirm, RotationCommandKind.Abort],
        RotationPhase.Planning or RotationPhase.AwaitingStart => [RotationCommandKind.Abort],
        RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents or RotationPhase.Verifying or RotationPhase.AwaitingFinish => [RotationCommandKind.Abort],
        RotationPhase.Starting when rotation is { AdoptionAsked: true, Owned: false } => [RotationCommandKind.Abort],
        RotationPhase.Parked when IsUnsettled(rotation) => [RotationCommandKind.Resume],
        RotationPhase.Parked when rotation.Hold?.Code is HoldCodes.ForeignRotation => [RotationCommandKind.Resume, RotationCommandKind.Adopt, RotationCommandKind.Abort],
        RotationPhase.Parked => [RotationCommandKind.Resume, RotationCommandKind.Abort],
        _ => [],
    };

    /// <summary>Why a command is refused now; null when it is allowed.</summary>
    public static string? Refusal(RotationRecord rotation, RotationCommandKind kind)
    {
        IReadOnlyList<RotationCommandKind> allowed = Allowed(rotation);
        return allowed.Contains(kind)
            ? null
            : $"{kind} is not allowed while rotation {rotation.RotationId} is {rotation.Phase}; allowed: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}.";
    }

    /// <summary>A start, finish or cancel call whose answer never came may have taken effect: turning back could darken hosts.</summary>
    private static bool IsUnsettled(RotationRecord rotation) => rotation is { Finish: not null } or { Cancel: not null } or { Start: { Answered: false }, Owned: false };
}
