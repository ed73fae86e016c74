using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Proves that what was changed is online and on the new token.</summary>
internal sealed class Proofs(ProcedureCalls calls, ProcedureState state, Listener listener, InterruptibleWaits waits, WaveRunner waves)
{
    /// <summary>
    /// Reads the inventory until everything that was changed is online, or the time for it has passed: what is not online then is
    /// Inconclusive.
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
        while (!last && outcome.NotOnline > 0 && state.Held is null && await listener.AbortAsync() is null); // once held, no wait waits
    }

    /// <summary>
    /// Probes once more what must prove again that it is on the new token, and hosts whose processes may have been restarted since.
    /// </summary>
    public async Task ProveAgainAsync()
    {
        await calls.CallAsync(StaleProofs.Name);
        await ReprobeAsync();
    }

    /// <summary>
    /// Reads the fleet once and proves everything on that reading. It is read again only where hosts had to prove themselves again, or
    /// until those that are not online are.
    /// </summary>
    public async Task ProveWholeFleetAsync()
    {
        VerifyFleet.Result look = await calls.CallAsync(
            VerifyFleet.Name, new VerifyFleet.Input(calls.RotationId, IsLastLook: false, IsWholeFleet: true));
        if ((look.Stale > 0 && await ReprobeAsync()) || look.NotOnline > 0)
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
