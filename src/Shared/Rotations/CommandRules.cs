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

        if (rotation.ClaimHeldBy is not null && (rotation.Phase is RotationPhase.Parked || rotation.IsToBeSwept))
        {
            allowed.Add(RotationCommandKind.TakeOver);
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

        if (request.Kind is RotationCommandKind.TakeOver && request.Target != rotation.ClaimHeldBy)
        {
            return $"TakeOver needs the name of the copy that holds the claim; it is '{rotation.ClaimHeldBy}'.";
        }

        bool needsReason = request.Kind is RotationCommandKind.Skip or RotationCommandKind.Escalate or RotationCommandKind.Close
            or RotationCommandKind.TakeOver;
        return needsReason && string.IsNullOrEmpty(request.Reason)
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
        RotationPhase.Parked => [.. ParkedExits.Of(rotation)],
        RotationPhase.Closing => [RotationCommandKind.Abort],
        RotationPhase phase when phase.IsWatched() && MayBeFinished(rotation) => [RotationCommandKind.Retry, RotationCommandKind.Skip],
        RotationPhase phase when phase.IsWatched() => [RotationCommandKind.Abort, RotationCommandKind.Retry, RotationCommandKind.Skip],
        _ => [],
    };

    /// <summary>Whether the old token may be dead: then nobody gets it back.</summary>
    private static bool MayBeFinished(RotationRecord rotation) => rotation.OldTokenIsDead || rotation.Finish is { HadNoEffect: false };
}
