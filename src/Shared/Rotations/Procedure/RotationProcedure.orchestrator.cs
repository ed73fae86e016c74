using TenantTokens.Durable;
using TenantTokens.Machines;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sweeping;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// A rotation from the plan to finish, or back. Each phase does what it still lacks and says which one follows. The sweep after finish is
/// an orchestration of its own (<see cref="SweepOrchestrator"/>).
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

    /// <summary>The phase that the ledger shows.</summary>
    public Task<RotationPhase> CurrentPhaseAsync() => _parts.Calls.CallAsync(ReadPhase.Name);

    /// <summary>
    /// Runs a phase and gives the one that follows. An activity that still fails after its retries is an outage or a bug: nothing is
    /// undone, a human looks.
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

    /// <summary>Gives the claim back once the rotation has ended, or leaves it to its sweep.</summary>
    public Task<bool> ReleaseClaimAsync() => _parts.Claim.ReleaseAsync();

    private static Dictionary<RotationPhase, IPhase> PhasesOf(ProcedureParts the) => new()
    {
        // Plan and ask.
        [RotationPhase.Planning] = new PlanningPhase(the.Calls, the.Moves, the.Listener, the.Waves),
        [RotationPhase.AwaitingStart] = new AwaitingStartPhase(the.Calls, the.State, the.Moves, the.Listener, the.Waits, the.Gates),

        // Start: from here on both tokens are valid. ActiveGates go first, then OneAgents.
        [RotationPhase.Starting] = new StartingPhase(the.Calls, the.State, the.Moves, the.Listener, the.Claim, the.Gates),
        [RotationPhase.RotatingActiveGates] = new RotatingPhase(
            Component.ActiveGate, the.Calls, the.State, the.Moves, the.Renewal, the.Waits, the.Waves, the.Canaries, the.Gates),
        [RotationPhase.RotatingOneAgents] = new RotatingPhase(
            Component.OneAgent, the.Calls, the.State, the.Moves, the.Renewal, the.Waits, the.Waves, the.Canaries, the.Gates),

        // Prove it and ask.
        [RotationPhase.Verifying] = new VerifyingPhase(the.Calls, the.Moves, the.Proofs),
        [RotationPhase.AwaitingFinish] = new AwaitingFinishPhase(
            the.Calls, the.State, the.Moves, the.Waits, the.Waves, the.Proofs, the.Gates),

        // Finish, from which on the old token is dead, and watch whom that takes offline.
        [RotationPhase.Finishing] = new FinishingPhase(the.Calls, the.Moves, the.Claim, the.Waves, the.Settled, the.AfterFinish),

        // Wait for an operator; go back to the old token; end it as it is.
        [RotationPhase.Parked] = new ParkedPhase(the.Calls, the.State, the.Watchman, the.Listener),
        [RotationPhase.RollingBack] = new RollingBackPhase(the.Calls, the.Moves, the.Claim, the.Waves, the.Canaries, the.Gates),
        [RotationPhase.Cancelling] = new CancellingPhase(the.Calls, the.Moves, the.Claim, the.Waves, the.Settled),
        [RotationPhase.Closing] = new ClosingPhase(the.Calls, the.Moves, the.Listener, the.Waves, the.Gates),
    };
}
