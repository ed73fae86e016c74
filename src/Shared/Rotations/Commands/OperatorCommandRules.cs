using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Commands;

/// <summary>Decides which commands a rotation accepts in its present state.</summary>
public static class OperatorCommandRules
{
    /// <summary>Lists the commands that are allowed now.</summary>
    public static IReadOnlyList<OperatorCommandKind> Allowed(RotationRecord rotation)
    {
        List<OperatorCommandKind> allowed = [.. OfPhase(rotation)];
        if (rotation.Paused && !allowed.Contains(OperatorCommandKind.Resume) && !rotation.Phase.IsTerminal())
        {
            allowed.Add(OperatorCommandKind.Resume);
        }

        if (!rotation.Paused && rotation.Phase.IsWatched())
        {
            allowed.Add(OperatorCommandKind.Pause);
        }

        if (!rotation.Emergency
            && (rotation.Phase is RotationPhase.Planning or RotationPhase.AwaitingStart or RotationPhase.Starting or RotationPhase.Parked
                || rotation.Phase.IsWatched()))
        {
            allowed.Add(OperatorCommandKind.Escalate);
        }

        if (rotation.ClaimHeldBy is not null && (rotation.Phase is RotationPhase.Parked || rotation.IsToBeSwept))
        {
            allowed.Add(OperatorCommandKind.TakeOver);
        }

        return allowed;
    }

    /// <summary>Returns why a command is refused now; null when it is allowed.</summary>
    public static string? Refusal(RotationRecord rotation, OperatorCommandRequest request)
    {
        IReadOnlyList<OperatorCommandKind> allowed = Allowed(rotation);
        if (!allowed.Contains(request.Kind))
        {
            return $"{request.Kind} is not allowed while rotation {rotation.RotationId} is"
                + $" {rotation.Phase}{(rotation.Paused ? " and paused" : "")}; allowed:"
                + $" {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}.";
        }

        if (request.Kind is OperatorCommandKind.TakeOver && request.Target != rotation.ClaimHeldBy)
        {
            return $"TakeOver needs the name of the copy that holds the claim: '{rotation.ClaimHeldBy}'.";
        }

        bool needsReason = request.Kind is OperatorCommandKind.Skip or OperatorCommandKind.Escalate or OperatorCommandKind.Close
            or OperatorCommandKind.TakeOver;
        return needsReason && string.IsNullOrEmpty(request.Reason)
            ? $"{request.Kind} needs a reason for the audit trail."
            : null;
    }

    /// <summary>Returns why a command is refused for a target; null when it is allowed.</summary>
    public static string? Refusal(TargetRecord target, OperatorCommandKind kind) => (kind, target) switch
    {
        (OperatorCommandKind.Skip, { IsOnNewToken: true }) => $"{target.Name} is already on the new token.",
        (OperatorCommandKind.Skip, { Component: Component.ActiveGate })
            => $"{target.Name} is an ActiveGate. OneAgents wait for it, so only the approvers can leave it out, at the gate that opens"
                + " when it fails.",
        (OperatorCommandKind.Skip, _) when target.IsBeingChanged()
            => $"A run command to {target.Name} is in flight: wait until it ends.",
        (OperatorCommandKind.Retry, { CanBeRetried: false })
            => $"{target.Name} is {target.State}. You can retry only a target that failed, could not be reached or was left out.",
        _ => null,
    };

    private static OperatorCommandKind[] OfPhase(RotationRecord rotation) => rotation.Phase switch
    {
        RotationPhase.Planning or RotationPhase.AwaitingStart when !rotation.PlanConfirmed
            => [OperatorCommandKind.Confirm, OperatorCommandKind.Abort],
        RotationPhase.Planning or RotationPhase.AwaitingStart => [OperatorCommandKind.Abort],
        RotationPhase.Starting when rotation is { AdoptionAsked: true, StartTookEffect: false } => [OperatorCommandKind.Abort],
        RotationPhase.Parked => [.. ParkedExits.From(rotation)],
        RotationPhase.Closing => [OperatorCommandKind.Abort],
        RotationPhase phase when phase.IsWatched() && MayBeFinished(rotation) => [OperatorCommandKind.Retry, OperatorCommandKind.Skip],
        RotationPhase phase when phase.IsWatched() => [OperatorCommandKind.Abort, OperatorCommandKind.Retry, OperatorCommandKind.Skip],
        _ => [],
    };

    /// <summary>Whether the old token may be invalid, so that no host may get it back.</summary>
    private static bool MayBeFinished(RotationRecord rotation) => rotation.OldTokenIsDead || rotation.Finish is { HadNoEffect: false };
}
