using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// While the finish gate stays open, rotates in rounds what could not be rotated before. Each pause is twice the one before, up to the
/// longest; they count from the gate's opening, so that an orchestration that takes over begins none anew.
/// </summary>
internal sealed class StragglerRounds(ProcedureCalls calls, ProcedureState state, WaveRunner waves, Proofs proofs)
{
    private int _round;
    private DateTime? _next;

    /// <summary>When the next round is due; zero or less when it is now.</summary>
    public TimeSpan UntilNext => state.HasChangedTargets || _next is not { } next ? TimeSpan.Zero : next - calls.Now;

    /// <summary>The gate was opened then. Another gate that takes its place changes nothing.</summary>
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
    /// Reads the fleet again and rotates what can be rotated by now; a rest that shrinks changes nothing about the gate. An ActiveGate goes
    /// before any OneAgent, so with one that is not settled nothing is sent here.
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
