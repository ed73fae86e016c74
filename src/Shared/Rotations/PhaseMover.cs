using TenantTokens.Ledger;

namespace TenantTokens.Rotations;

/// <summary>
/// Moves a rotation to another phase, as <see cref="PhaseTransitions"/> allows, and marks the operator command that caused it as taken.
/// </summary>
public sealed class PhaseMover(RotationLedger rotations, AuditTrail audit, TimeProvider time)
{
    /// <summary>Moves the rotation and returns its phase afterwards, which is another one when the rotation had already moved.</summary>
    public async Task<RotationPhase> MoveAsync(PhaseMove move, CancellationToken cancellationToken)
    {
        bool moved = false;
        RotationRecord rotation = await rotations.UpdateAsync(
            move.RotationId,
            current =>
            {
                moved = current.Phase == move.From;
                return moved ? Moved(current, move) : current;
            },
            cancellationToken);
        if (moved)
        {
            string detail = rotation.ParkReason is { } hold
                ? $"{move.From} to {move.To} ({hold.Code}): {hold.Message}"
                : $"{move.From} to {move.To}.";
            await audit.AddAsync(move.RotationId, "phase", AuditEvent.Product, detail, cancellationToken);
        }

        return rotation.Phase;
    }

    private RotationRecord Moved(RotationRecord current, PhaseMove move)
    {
        PhaseTransitions.Check(current.Phase, move.To, current.ParkedFrom, current.StartTookEffect);
        bool isParking = move.To is RotationPhase.Parked;
        bool isClosing = move.To is RotationPhase.Closing;
        return current with
        {
            Phase = move.To,
            ParkedFrom = isParking && current.Phase is not RotationPhase.Closing ? current.Phase
                : isParking || isClosing ? current.ParkedFrom
                : null,
            ParkReason = isParking ? NextHold(current, move) : null,
            LastParkReason = current is { Phase: RotationPhase.Parked, ParkReason: { } left }
                ? left with { WasResumed = move.To == current.ParkedFrom }
                : current.LastParkReason,

            // A pause applies while hosts go forward. In phases that ignore it, nobody may read that nothing is sent.
            Paused = current.Paused && (move.To.IsWatched() || isParking),

            // A rollback answers all commands given before it: a second abort must not reverse a later decision to go forward.
            CommandsTaken = move.To is RotationPhase.RollingBack
                ? current.Commands
                : Math.Max(current.CommandsTaken, move.TakeCommand ?? 0),
            EndedAt = move.To.IsTerminal() ? time.GetUtcNow() : null,
        };
    }

    private ParkReason NextHold(RotationRecord current, PhaseMove move)
    {
        // A close that was refused or withdrawn leaves everything as it was; one that failed says why.
        if (move.HoldCode is null && current is { Phase: RotationPhase.Closing, LastParkReason: { } before })
        {
            return before with { CommandsBefore = current.Commands };
        }

        ParkReason hold = new(
            move.HoldCode ?? ParkCodes.StepFailed,
            move.HoldMessage ?? "",
            time.GetUtcNow(),
            current.Commands,
            move.HoldInForce);
        return current.LastParkReason is { } last ? last.FollowedBy(hold) : hold;
    }
}
