using TenantTokens.Notifications;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Moves the rotation on from the phase that is running. Each method returns the phase that the ledger shows afterwards.</summary>
internal sealed class PhaseMoves(ProcedureCalls calls, ProcedureState state, Listener listener)
{
    /// <param name="to">The phase that follows.</param>
    /// <param name="take">The operator command that caused the move, which is marked as taken; null when none did.</param>
    public Task<RotationPhase> ToAsync(RotationPhase to, OperatorCommand? take = null)
        => calls.CallAsync(MovePhase.Name, new PhaseMove(calls.RotationId, state.Phase, to, take?.Number));

    /// <summary>Parks the rotation and notifies people.</summary>
    public async Task<RotationPhase> ParkAsync(string code, string message, string? inForce = null)
    {
        RotationPhase now = await calls.CallAsync(
            MovePhase.Name,
            new PhaseMove(calls.RotationId, state.Phase, RotationPhase.Parked, TakeCommand: null, code, message, inForce));
        if (now is RotationPhase.Parked)
        {
            await calls.NotifyAsync(NotificationKind.Held);
        }

        return now;
    }

    /// <summary>Parks the rotation for what the watch found; a resume answers it.</summary>
    public Task<RotationPhase> ParkForWatchAsync()
    {
        WatchVerdict held = state.Held!;
        state.Held = null;
        return ParkAsync(held.HoldCode!, held.Message!);
    }

    /// <summary>Moves the rotation when there is an abort or the watch stops it; null when the phase goes on.</summary>
    public async Task<RotationPhase?> InterruptedAsync()
        => await listener.AbortAsync() is { } abort ? await ToAsync(RotationPhase.RollingBack, take: abort)
            : state.Held is not null ? await ParkForWatchAsync()
            : null;

    /// <summary>Begins a new direction forward: every changed host gets the new token again.</summary>
    public async Task<RotationPhase> TurnForwardAsync()
    {
        await calls.CallAsync(BeginApply.Name);
        return await ToAsync(RotationPhase.RotatingActiveGates);
    }
}
