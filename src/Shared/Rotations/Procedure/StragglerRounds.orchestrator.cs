using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// While the finish gate is open, rotates in rounds what could not be rotated before. Each pause is twice the one before, up to the
/// longest. They are counted from the gate's opening, so that a new orchestration does not start again with the shortest.
/// </summary>
internal sealed class StragglerRounds(ProcedureCalls calls, ProcedureState state, WaveRunner waves, Proofs proofs)
{
    private int _round;
    private DateTime? _next;

    /// <summary>The time until the next round is due; zero or less when it is due now.</summary>
    public TimeSpan UntilNext => state.HasChangedTargets || _next is not { } next ? TimeSpan.Zero : next - calls.Now;

    /// <summary>Notes when the gate was opened. A gate that replaces it changes nothing.</summary>
    public void Begin(DateTime opened)
    {
        if (_next is null)
        {
            (_round, TimeSpan due) = state.Waits.NextStragglerRound(calls.Now - opened);
            _next = opened + due;
        }
    }

    /// <summary>Runs a round.</summary>
    /// <returns>False when the rotation has to go back to its ActiveGates.</returns>
    public async Task<bool> RunAsync()
    {
        bool mayStay = await RunRoundAsync();
        _next = calls.Now + state.Waits.StragglerPause(++_round);
        return mayStay;
    }

    /// <summary>
    /// Reads the fleet again and rotates what can be rotated now; fewer exceptions do not change the gate. ActiveGates go before OneAgents,
    /// so nothing is sent here while one is not done.
    /// </summary>
    private async Task<bool> RunRoundAsync()
    {
        state.HasChangedTargets = false;
        await calls.CallAsync(ReconcileFleet.Name);
        if (await calls.CallAsync(CountOpenTargets.Name) is { UnsettledGates: > 0 })
        {
            return false;
        }

        await calls.CallAsync(RetryUnanswered.Name);
        if (await waves.RunPendingAsync())
        {
            await proofs.ProveOnlineAsync();
        }

        await proofs.ProveAgainAsync();
        return true;
    }
}
