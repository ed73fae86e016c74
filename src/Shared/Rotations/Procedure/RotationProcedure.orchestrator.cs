using TenantTokens.Durable;
using TenantTokens.Machines;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sweeping;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// A rotation from the plan to finish, or to a rollback. Each phase does what is missing and names the phase that follows. The sweep after
/// finish is an orchestration of its own (<see cref="SweepOrchestrator"/>).
/// </summary>
internal sealed class RotationProcedure
{
    private readonly ProcedureParts _parts;
    private readonly Dictionary<RotationPhase, IPhase> _phases;

    public RotationProcedure(CountedContext context, RotationInput input)
    {
        _parts = new(context, input);
        _phases = PhasesOf(_parts);
    }

    /// <summary>Reads the phase from the ledger.</summary>
    public Task<RotationPhase> CurrentPhaseAsync() => _parts.Calls.CallAsync(ReadPhase.Name);

    /// <summary>
    /// Runs a phase and returns the one that follows. When an activity still fails after its retries, that is an outage or a bug: nothing
    /// is undone, and a person has to look.
    /// </summary>
    public async Task<RotationPhase> RunAsync(RotationPhase phase)
    {
        _parts.State.Phase = phase;
        _parts.Renewal.EndIfTooLong();
        try
        {
            return await _phases[phase].RunAsync();
        }
        catch (ClaimHeldException held) when (phase.MayPark())
        {
            return await _parts.Moves.ParkAsync(held.Code, held.Message);
        }
        catch (ActivityFailedException failure) when (phase.MayPark())
        {
            return await _parts.Moves.ParkAsync(ParkCodes.StepFailed, $"{failure.Message} Nothing was undone; resume tries again.");
        }
    }

    /// <summary>Releases the claim after the rotation's end, or leaves it to the sweep.</summary>
    public Task<bool> ReleaseClaimAsync() => _parts.Claim.ReleaseAsync();

    private static Dictionary<RotationPhase, IPhase> PhasesOf(ProcedureParts the) => new()
    {
        // Plan, and ask the approvers.
        [RotationPhase.Planning] = new PlanningPhase(the.Calls, the.Moves, the.Listener, the.Waves),
        [RotationPhase.AwaitingStart] = new AwaitingStartPhase(the.Calls, the.State, the.Moves, the.Listener, the.Waits, the.Gates),

        // Start: from here on both tokens are valid. ActiveGates first, then OneAgents.
        [RotationPhase.Starting] = new StartingPhase(the.Calls, the.State, the.Moves, the.Listener, the.Claim, the.Gates),
        [RotationPhase.RotatingActiveGates] = new RotatingPhase(
            Component.ActiveGate, the.Calls, the.State, the.Moves, the.Renewal, the.Waits, the.Waves, the.Canaries, the.Gates),
        [RotationPhase.RotatingOneAgents] = new RotatingPhase(
            Component.OneAgent, the.Calls, the.State, the.Moves, the.Renewal, the.Waits, the.Waves, the.Canaries, the.Gates),

        // Prove the result, and ask the approvers.
        [RotationPhase.Verifying] = new VerifyingPhase(the.Calls, the.Moves, the.Proofs),
        [RotationPhase.AwaitingFinish] = new AwaitingFinishPhase(
            the.Calls, the.State, the.Moves, the.Waits, the.Waves, the.Proofs, the.Gates),

        // Finish, which makes the old token invalid, and check which agents that takes offline.
        [RotationPhase.Finishing] = new FinishingPhase(the.Calls, the.Moves, the.Claim, the.Waves, the.Settled, the.AfterFinish),

        // Wait for an operator; roll back to the old token; close the rotation as it is.
        [RotationPhase.Parked] = new ParkedPhase(the.Calls, the.State, the.Watchman, the.Listener),
        [RotationPhase.RollingBack] = new RollingBackPhase(the.Calls, the.Moves, the.Claim, the.Waves, the.Canaries, the.Gates),
        [RotationPhase.Cancelling] = new CancellingPhase(the.Calls, the.Moves, the.Claim, the.Waves, the.Settled),
        [RotationPhase.Closing] = new ClosingPhase(the.Calls, the.Moves, the.Listener, the.Waves, the.Gates),
    };
}
