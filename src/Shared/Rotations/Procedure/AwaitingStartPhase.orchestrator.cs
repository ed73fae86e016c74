using TenantTokens.Approvals;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Planning;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Waits until the plan is confirmed and approved, and the schedule's windows allow changes of hosts. Nothing is changed.
/// </summary>
internal sealed class AwaitingStartPhase(
    ProcedureCalls calls,
    ProcedureState state,
    PhaseMoves moves,
    Listener listener,
    InterruptibleWaits waits,
    GateKeeper gates) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        if (await AbortedBeforeConfirmationAsync() is { } command)
        {
            return await moves.ToAsync(RotationPhase.Cancelled, take: command);
        }

        (GateOutcome outcome, _) = await gates.PassAsync(GateKind.Start);
        if (outcome is GateOutcome.Approved)
        {
            await waits.ForWindowAsync(isWatched: false);
        }

        return outcome is GateOutcome.Approved && await listener.AbortAsync() is null
            ? await moves.ToAsync(RotationPhase.Starting)
            : await moves.ToAsync(RotationPhase.Cancelled, take: await listener.AbortAsync());
    }

    /// <summary>
    /// Waits until the plan is confirmed and returns null, or returns an abort that was given before. Other commands have no effect here.
    /// </summary>
    private async Task<OperatorCommand?> AbortedBeforeConfirmationAsync()
    {
        while (await calls.CallAsync(ReadConfirmation.Name) is not { IsConfirmed: true })
        {
            if (await listener.NextAsync() is not { } command)
            {
                await listener.WaitAsync(within: state.Waits.Reminder);
            }
            else if (command.Kind is OperatorCommandKind.Abort)
            {
                return command;
            }
            else
            {
                await calls.CallAsync(TakeOperatorCommand.Name, new OperatorCommandInput(calls.RotationId, command.Number));
            }
        }

        return null;
    }
}
