using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Waits for an operator to decide how the rotation continues. Nothing is sent.</summary>
internal sealed class ParkedPhase(ProcedureCalls calls, ProcedureState state, Watchman watchman, Listener listener) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        while (true)
        {
            if (await listener.NextAsync() is { } command)
            {
                RotationPhase next = await calls.CallAsync(
                    command.Kind is OperatorCommandKind.Forward ? GoForward.Name : LeaveParked.Name,
                    new OperatorCommandInput(calls.RotationId, command.Number));
                await watchman.LookAfterParkAsync(next);
                return next;
            }

            await listener.WaitAsync(within: state.Waits.Reminder);
        }
    }
}
