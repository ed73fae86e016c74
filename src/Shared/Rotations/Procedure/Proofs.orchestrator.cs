using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Proves that the changed targets are online and use the new token.</summary>
internal sealed class Proofs(ProcedureCalls calls, ProcedureState state, Listener listener, InterruptibleWaits waits, WaveRunner waves)
{
    /// <summary>
    /// Reads the inventory until everything changed is online, or its time has passed. What is not online then is Inconclusive.
    /// </summary>
    public async Task ProveOnlineAsync()
    {
        DateTime deadline = calls.Now + state.Waits.OnlineTimeout;
        VerifyFleet.Result outcome;
        bool last;
        do
        {
            last = calls.Now >= deadline;
            outcome = await calls.CallAsync(VerifyFleet.Name, new VerifyFleet.Input(calls.RotationId, IsLastLook: last));
            if (!last && outcome.NotOnline > 0)
            {
                await waits.ForAsync(state.Waits.UntilPoll(state.Waits.OnlineTimeout, left: deadline - calls.Now));
            }
        }
        while (!last && outcome.NotOnline > 0 && state.Held is null && await listener.AbortAsync() is null); // once stopped, no wait waits
    }

    /// <summary>Probes again the targets whose proof must be renewed, and hosts whose stale processes may have been restarted.</summary>
    public async Task ProveAgainAsync()
    {
        await calls.CallAsync(StaleProofs.Name);
        await ReprobeAsync();
    }

    /// <summary>
    /// Reads the fleet once and proves everything with that reading. It is read again only when hosts had to prove the new token again, or
    /// until those that are not online are.
    /// </summary>
    public async Task ProveWholeFleetAsync()
    {
        VerifyFleet.Result look = await calls.CallAsync(
            VerifyFleet.Name, new VerifyFleet.Input(calls.RotationId, IsLastLook: false, IsWholeFleet: true));
        if (await ReprobeAsync() || look.NotOnline > 0) // a host with stale processes is probed too, though its proof holds
        {
            await ProveOnlineAsync();
        }
    }

    private async Task<bool> ReprobeAsync()
    {
        if (await calls.CallAsync(AddReprobeWave.Name) is { Number: { } wave })
        {
            await waves.RunAsync(wave);
            await waves.CompleteAsync(wave);
            return true;
        }

        return false;
    }
}
