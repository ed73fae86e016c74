using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Does what an operator said to a parked rotation: go on where it stopped, with what failed tried again, or turn back.</summary>
public sealed class LeaveParked(RotationLedger rotations, TargetLedger targets, OperatorCommandLedger commands, PhaseMover phases, TimeProvider time) : IActivity<OperatorCommandInput, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<OperatorCommandInput, RotationPhase> Name { get; } = new("LeaveParked");

    /// <inheritdoc />
    public async Task<RotationPhase> RunAsync(OperatorCommandInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Phase is not RotationPhase.Parked || await commands.NextAsync(rotation, cancellationToken) is not { } command || command.Number != input.Number)
        {
            return rotation.Phase;
        }

        RotationPhase? next = command.Kind switch
        {
            OperatorCommandKind.Resume or OperatorCommandKind.Adopt or OperatorCommandKind.TakeOver => rotation.ParkedFrom,
            OperatorCommandKind.Abort => rotation.StartTookEffect ? RotationPhase.RollingBack : RotationPhase.Cancelled,
            OperatorCommandKind.Close => RotationPhase.Closing,
            _ => null,
        };
        if (next is RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents)
        {
            await TryAgainAsync(rotation, cancellationToken);
        }

        await rotations.UpdateAsync(
            input.RotationId,
            current => ParkAnswers.Take(current, command.Kind, time.GetUtcNow()) with
            {
                AdoptionAsked = command.Kind is OperatorCommandKind.Adopt,
                AdoptGateId = null,
                ClaimVersion = current.ParkReason?.Code is ParkCodes.ClaimLost ? null : current.ClaimVersion, // a person has seen that it is gone
            },
            cancellationToken);
        if (next is { } to)
        {
            return await phases.MoveAsync(new(input.RotationId, RotationPhase.Parked, to, command.Number), cancellationToken);
        }

        await rotations.UpdateAsync(input.RotationId, current => current with { CommandsTaken = Math.Max(current.CommandsTaken, command.Number) }, cancellationToken);
        return rotation.Phase;
    }

    private async Task TryAgainAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        IEnumerable<TargetRecord> failed = (await targets.ListAsync(rotation.RotationId, cancellationToken))
            .Where(static target => target is { CanBeRetried: true, CanAcceptOther: false, State: not TargetState.Skipped });
        await targets.PutAsync(rotation.RotationId, failed.Select(static target => target.ResetForRetry(TargetCause.Resumed)), cancellationToken);
    }
}
