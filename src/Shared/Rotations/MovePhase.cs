using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations;

/// <summary>Moves a rotation to another phase, as the table of transitions allows, and takes the command that led to it.</summary>
public sealed class MovePhase(RotationLedger rotations, AuditTrail audit, TimeProvider time) : IActivity<MovePhase.Input, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, RotationPhase> Name { get; } = new("MovePhase");

    /// <summary>Gives the phase that the rotation is in now: another than asked for when it had moved already.</summary>
    public async Task<RotationPhase> RunAsync(Input input, CancellationToken cancellationToken)
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
            string detail = rotation.ParkReason is { } hold ? $"{input.From} to {input.To} ({hold.Code}): {hold.Message}" : $"{input.From} to {input.To}.";
            await audit.AddAsync(input.RotationId, "phase", AuditEvent.Product, detail, cancellationToken);
        }

        return rotation.Phase;
    }

    private RotationRecord Moved(RotationRecord current, Input input)
    {
        PhaseTransitions.Check(current.Phase, input.To, current.ParkedFrom, current.StartTookEffect);
        bool isParking = input.To is RotationPhase.Parked;
        bool isClosing = input.To is RotationPhase.Closing;
        return current with
        {
            Phase = input.To,
            ParkedFrom = isParking && current.Phase is not RotationPhase.Closing ? current.Phase : isParking || isClosing ? current.ParkedFrom : null,
            ParkReason = isParking ? NextHold(current, input) : null,
            LastParkReason = current is { Phase: RotationPhase.Parked, ParkReason: { } left } ? left with { WasResumed = input.To == current.ParkedFrom } : current.LastParkReason,

            // A pause is for hosts that go forward: where nobody looks at it, nobody shall read that nothing is sent.
            Paused = current.Paused && (input.To.IsWatched() || isParking),

            // What was said before a roll back has had its answer: a second abort must not turn a later way forward around again.
            CommandsTaken = input.To is RotationPhase.RollingBack ? current.Commands : Math.Max(current.CommandsTaken, input.TakeCommand ?? 0),
            EndedAt = input.To.IsTerminal() ? time.GetUtcNow() : null,
        };
    }

    private ParkReason NextHold(RotationRecord current, Input input)
    {
        // A close that was not allowed or was taken back leaves everything as it was; one that failed says why.
        if (input.HoldCode is null && current is { Phase: RotationPhase.Closing, LastParkReason: { } before })
        {
            return before with { CommandsBefore = current.Commands };
        }

        ParkReason hold = new(input.HoldCode ?? ParkCodes.StepFailed, input.HoldMessage ?? "", time.GetUtcNow(), current.Commands, input.HoldInForce);
        return current.LastParkReason is { } last ? last.FollowedBy(hold) : hold;
    }

    /// <summary>A move between phases.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="From">The phase it is in.</param>
    /// <param name="To">The phase it shall be in.</param>
    /// <param name="TakeCommand">The command that led to it.</param>
    /// <param name="HoldCode">Parked: why, for machines.</param>
    /// <param name="HoldMessage">Parked: why, for people.</param>
    /// <param name="HoldInForce">Parked: the fingerprint of the token in force, when it was read.</param>
    public sealed record Input(
        string RotationId,
        RotationPhase From,
        RotationPhase To,
        int? TakeCommand = null,
        string? HoldCode = null,
        string? HoldMessage = null,
        string? HoldInForce = null);
}
