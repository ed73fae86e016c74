using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Writes the new token on every ActiveGate or on every OneAgent, wave after wave.</summary>
internal sealed class RotatingPhase(
    Component component,
    ProcedureCalls calls,
    ProcedureState state,
    PhaseMoves moves,
    Renewal renewal,
    InterruptibleWaits waits,
    WaveRunner waves,
    Canaries canaries,
    GateKeeper gates) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        while (true)
        {
            renewal.EndIfTooLong();
            await calls.CallAsync(ReconcileFleet.Name);
            if (component is Component.OneAgent && await calls.CallAsync(CountOpenTargets.Name) is { UnsettledGates: > 0 })
            {
                return await moves.ToAsync(RotationPhase.RotatingActiveGates); // a late ActiveGate goes first (docs/invariants.md#i6)
            }

            NextWave.Result next = await calls.CallAsync(
                NextWave.Name,
                new NextWave.Input(calls.RotationId, component, TargetAction.Apply));
            if (next.Number is not { } wave)
            {
                return await EndAsync();
            }

            if (await RunWaveAsync(next, wave) is { } left)
            {
                return left;
            }
        }
    }

    /// <summary>Runs a wave and returns the phase that it leads to; null when the next wave follows.</summary>
    private async Task<RotationPhase?> RunWaveAsync(NextWave.Result next, int wave)
    {
        await waits.ForWindowAsync(isWatched: true);
        await canaries.LookBeforeAsync(next, component);
        await waves.RunAsync(wave);
        if (await moves.InterruptedAsync() is { } interrupted)
        {
            return interrupted;
        }

        AssessWave.Result assessment = await calls.CallAsync(AssessWave.Name, new AssessWave.Input(calls.RotationId, wave));
        if (assessment.IsOverBudget)
        {
            if (await gates.PassContinueAsync(component, wave) is GateOutcome.RollBack)
            {
                return await moves.ToAsync(RotationPhase.RollingBack);
            }
        }
        else if (assessment.Unsent == 0)
        {
            await CompleteWaveAsync(next, wave);
        }

        return state.Held is null ? null : await moves.ParkForWatchAsync();
    }

    /// <summary>Completes a wave that was sent entirely, unless a problem shows meanwhile.</summary>
    private async Task CompleteWaveAsync(NextWave.Result next, int wave)
    {
        await SoakAsync(next);
        await canaries.HoldUnlessSeenAsync(next);
        if (state.Held is null)
        {
            await waves.CompleteAsync(wave);
        }
    }

    /// <summary>
    /// Waits for problems to show before more hosts are changed: longer after the first target of a component, not at all after the last
    /// wave.
    /// </summary>
    private Task SoakAsync(NextWave.Result wave)
        => wave switch
        {
            { IsCanary: true } => canaries.SoakAsync(),
            { IsLast: false } => waits.ForAsync(static waits => waits.Soak),
            _ => Task.CompletedTask,
        };

    /// <summary>Returns the phase that follows the last wave.</summary>
    private async Task<RotationPhase> EndAsync()
    {
        if (await moves.InterruptedAsync() is { } interrupted)
        {
            return interrupted;
        }

        if (component is Component.OneAgent)
        {
            return await moves.ToAsync(RotationPhase.Verifying);
        }

        // docs/invariants.md#i6: the first OneAgent waits for the last ActiveGate.
        if (await calls.CallAsync(CountOpenTargets.Name) is { UnsettledGates: 0 })
        {
            await calls.NotifyAsync(NotificationKind.ActiveGatesDone);
            return await moves.ToAsync(RotationPhase.RotatingOneAgents);
        }

        GateOutcome outcome = await gates.PassContinueAsync(component, wave: null);
        return outcome is GateOutcome.RollBack ? await moves.ToAsync(RotationPhase.RollingBack)
            : state.Held is not null ? await moves.ParkForWatchAsync()
            : state.Phase;
    }
}
