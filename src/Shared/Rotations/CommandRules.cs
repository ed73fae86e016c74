using TenantTokens.Fleet;

namespace TenantTokens.Rotations;

/// <summary>Which commands a rotation takes where it stands.</summary>
public static class CommandRules
{
    /// <summary>The commands that are allowed now.</summary>
    public static IReadOnlyList<RotationCommandKind> Allowed(RotationRecord rotation)
    {
        List<RotationCommandKind> allowed = [.. OfPhase(rotation)];
        if (rotation.Paused && !allowed.Contains(RotationCommandKind.Resume) && !rotation.Phase.IsTerminal())
        {
            allowed.Add(RotationCommandKind.Resume);
        }

        if (!rotation.Paused && rotation.Phase.IsWatched())
        {
            allowed.Add(RotationCommandKind.Pause);
        }

        if (!rotation.Emergency && (rotation.Phase is RotationPhase.Planning or RotationPhase.AwaitingStart or RotationPhase.Starting or RotationPhase.Parked || rotation.Phase.IsWatched()))
        {
            allowed.Add(RotationCommandKind.Escalate);
        }

        return allowed;
    }

    /// <summary>Why a command is refused now; null when it is allowed.</summary>
    public static string? Refusal(RotationRecord rotation, CommandRequest request)
    {
        IReadOnlyList<RotationCommandKind> allowed = Allowed(rotation);
        if (!allowed.Contains(request.Kind))
        {
            return $"{request.Kind} is not allowed while rotation {rotation.RotationId} is {rotation.Phase}{(rotation.Paused ? " and paused" : "")}; allowed: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}.";
        }

        return request is { Kind: RotationCommandKind.Skip or RotationCommandKind.Escalate, Reason: null or "" }
            ? $"{request.Kind} needs a reason: it goes into the audit trail."
            : null;
    }

    /// <summary>Why a command is refused for a target; null when it is allowed.</summary>
    public static string? Refusal(TargetRecord target, RotationCommandKind kind) => (kind, target) switch
    {
        (RotationCommandKind.Skip, { IsOnNewToken: true }) => $"{target.Name} is on the new token already.",
        (RotationCommandKind.Skip, { Component: Component.ActiveGate }) => $"{target.Name} is an ActiveGate: OneAgents wait for it (I6), so only the approvers can leave it out, at the gate that opens when it fails.",
        (RotationCommandKind.Skip, { Send: { Settled: false, Action: not TargetAction.Probe } }) => $"A command is in flight to {target.Name}: wait for its end.",
        (RotationCommandKind.Retry, { CanBeRetried: false }) => $"{target.Name} is {target.State}; only what failed, could not be reached or was left out can be tried again.",
        _ => null,
    };

    private static RotationCommandKind[] OfPhase(RotationRecord rotation) => rotation.Phase switch
    {
        RotationPhase.Planning or RotationPhase.AwaitingStart when !rotation.PlanConfirmed => [RotationCommandKind.Confirm, RotationCommandKind.Abort],
        RotationPhase.Planning or RotationPhase.AwaitingStart => [RotationCommandKind.Abort],
        RotationPhase.Starting when rotation is { AdoptionAsked: true, Owned: false } => [RotationCommandKind.Abort],
        RotationPhase.Parked when IsUnsettled(rotation) => [RotationCommandKind.Resume],
        RotationPhase.Parked when rotation.Hold?.Code is HoldCodes.ForeignRotation => [RotationCommandKind.Resume, RotationCommandKind.Adopt, RotationCommandKind.Abort],
        RotationPhase.Parked => [RotationCommandKind.Resume, RotationCommandKind.Abort],
        RotationPhase phase when phase.IsWatched() => [RotationCommandKind.Abort, RotationCommandKind.Retry, RotationCommandKind.Skip],
        _ => [],
    };

    /// <summary>A start, finish or cancel call whose answer never came may have taken effect: turning back could darken hosts.</summary>
    private static bool IsUnsettled(RotationRecord rotation) => rotation is { Finish: not null } or { Cancel: not null } or { Start: { Answered: false }, Owned: false };
}
