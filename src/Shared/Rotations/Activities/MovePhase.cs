using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Moves a rotation to another phase, as the table of transitions allows, and takes the command that led to it.</summary>
public sealed class MovePhase(RotationLedger rotations, AuditTrail audit, TimeProvider time) : IActivity<MoveInput, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<MoveInput, RotationPhase> Name { get; } = new("MovePhase");

    /// <summary>Gives the phase that the rotation is in now: another than asked for when it had moved already.</summary>
    public async Task<RotationPhase> RunAsync(MoveInput input, CancellationToken cancellationToken)
    {
        bool moved = false;
        RotationRecord rotation = await rotations.UpdateAsync(
            input.RotationId,
            current =>
            {
                moved = current.Phase == input.From;
                return moved ? Moved(current, input) : current;
            },
            cancellationToken);
        if (moved)
        {
            string detail = rotation.Hold is { } hold ? $"{input.From} to {input.To} ({hold.Code}): {hold.Message}" : $"{input.From} to {input.To}.";
            await audit.AddAsync(input.RotationId, "phase", AuditEvent.Product, detail, cancellationToken);
        }

        return rotation.Phase;
    }

    private RotationRecord Moved(RotationRecord current, MoveInput input)
    {
        PhaseTransitions.Check(current.Phase, input.To, current.ParkedFrom, current.Owned);
        bool isParking = input.To is RotationPhase.Parked;
        bool isClosing = input.To is RotationPhase.Closing;
        return current with
        {
            Phase = input.To,
            ParkedFrom = isParking && current.Phase is not RotationPhase.Closing ? current.Phase : isParking || isClosing ? current.ParkedFrom : null,
            Hold = isParking ? NextHold(current, input) : null,
            LastHold = current is { Phase: RotationPhase.Parked, Hold: { } left } ? left with { WasResumed = input.To == current.ParkedFrom } : current.LastHold,

            // A pause is for hosts that go forward: where nobody looks at it, nobody shall read that nothing is sent.
            Paused = current.Paused && (input.To.IsWatched() || isParking),

            // What was said before a roll back has had its answer: a second abort must not turn a later way forward around again.
            CommandsTaken = input.To is RotationPhase.RollingBack ? current.Commands : Math.Max(current.CommandsTaken, input.TakeCommand ?? 0),
            EndedAt = input.To.IsTerminal() ? time.GetUtcNow() : null,
        };
    }

    private Hold NextHold(RotationRecord current, MoveInput input)
    {
        // A close that was not allowed or was taken back leaves everything as it was; one that failed says why.
        if (input.HoldCode is null && current is { Phase: RotationPhase.Closing, LastHold: { } before })
        {
            return before with { CommandsBefore = current.Commands };
        }

        Hold hold = new(input.HoldCode ?? HoldCodes.StepFailed, input.HoldMessage ?? "", time.GetUtcNow(), current.Commands, input.HoldInForce);
        return current.LastHold is { } last ? last.FollowedBy(hold) : hold;
    }
}
