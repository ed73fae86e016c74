using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Carries out an operator's command to a parked rotation: continue where it stopped and repeat what failed, or roll back.
/// </summary>
public sealed class LeaveParked(
    RotationLedger rotations, TargetLedger targets, OperatorCommandLedger commands, PhaseMover phases, TimeProvider time)
    : IActivity<OperatorCommandInput, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<OperatorCommandInput, RotationPhase> Name { get; } = new("LeaveParked");

    /// <inheritdoc />
    public async Task<RotationPhase> RunAsync(OperatorCommandInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Phase is not RotationPhase.Parked
            || await commands.NextAsync(rotation, cancellationToken) is not { } command
            || command.Number != input.Number)
        {
            return rotation.Phase;
        }

        RotationPhase? next = NextPhase(rotation, command.Kind);
        if (next is RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents)
        {
            await TryAgainAsync(rotation, cancellationToken);
        }

        await TakeAnswerAsync(input.RotationId, command.Kind, cancellationToken);
        if (next is { } to)
        {
            return await phases.MoveAsync(new(input.RotationId, RotationPhase.Parked, to, command.Number), cancellationToken);
        }

        await rotations.UpdateAsync(
            input.RotationId,
            current => current with { CommandsTaken = Math.Max(current.CommandsTaken, command.Number) },
            cancellationToken);
        return rotation.Phase;
    }

    /// <summary>Returns the phase that an operator command leads to; null when the rotation stays parked.</summary>
    private static RotationPhase? NextPhase(RotationRecord rotation, OperatorCommandKind kind) => kind switch
    {
        OperatorCommandKind.Resume or OperatorCommandKind.Adopt or OperatorCommandKind.TakeOver => rotation.ParkedFrom,
        OperatorCommandKind.Abort => rotation.StartTookEffect ? RotationPhase.RollingBack : RotationPhase.Cancelled,
        OperatorCommandKind.Close => RotationPhase.Closing,
        _ => null,
    };

    private async Task TakeAnswerAsync(string rotationId, OperatorCommandKind kind, CancellationToken cancellationToken)
        => await rotations.UpdateAsync(
            rotationId,
            current => ParkAnswers.Take(current, kind, time.GetUtcNow()) with
            {
                AdoptionAsked = kind is OperatorCommandKind.Adopt,
                AdoptGateId = null,

                // The claim was lost, and a person has seen that.
                ClaimVersion = current.ParkReason?.Code is ParkCodes.ClaimLost ? null : current.ClaimVersion,
            },
            cancellationToken);

    private async Task TryAgainAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        IEnumerable<TargetRecord> failed = (await targets.ListAsync(rotation.RotationId, cancellationToken))
            .Where(static target => target is { CanBeRetried: true, CanAcceptOther: false, State: not TargetState.Skipped });
        await targets.PutAsync(
            rotation.RotationId,
            failed.Select(static target => target.ResetForRetry(TargetCause.Resumed)),
            cancellationToken);
    }
}
