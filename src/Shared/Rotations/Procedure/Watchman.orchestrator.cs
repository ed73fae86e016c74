using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Runs the watch beside the rotation and keeps what it says.</summary>
internal sealed class Watchman(CountedContext context, ProcedureCalls calls, ProcedureState state)
{
    /// <summary>
    /// The watch that runs beside this orchestration; it lives across steps and through a park. There is never a second one.
    /// </summary>
    private Task<WatchVerdict>? _watching;

    /// <summary>
    /// Whether the watch has said nothing that is not heeded yet. Parked it is heeded: a person looks, and so does the next watch.
    /// </summary>
    public bool IsHeeded => state.Phase is RotationPhase.Parked || (state.Held is null && _watching is not { IsCompleted: true });

    /// <summary>The watch, to be raced against whatever is waited for while the rotation is open.</summary>
    public Task Watch()
        => _watching ??= context.CallSubOrchestratorAsync(
            WatchOrchestrator.Name,
            new WatchOrchestrator.Input(calls.RotationId, state.Waits.WatchInterval, WatchOrchestrator.Input.TopLevel));

    /// <summary>Takes what the watch said, when it has ended.</summary>
    public async Task HearAsync()
    {
        if (_watching is { IsCompleted: true } ended)
        {
            _watching = null;
            try
            {
                Keep(await ended);
            }
            catch (ActivityFailedException) when (!state.Phase.IsWatched())
            {
                // It is parked already, or nothing is watched here; the next watch looks again.
            }
        }
    }

    /// <summary>
    /// Keeps what must be held. Where nothing is watched there is nothing to hold; parked it is kept for whoever resumes.
    /// </summary>
    public void Keep(WatchVerdict verdict)
        => state.Held ??= verdict.HoldCode is not null && (state.Phase.IsWatched() || state.Phase is RotationPhase.Parked) ? verdict : null;

    /// <summary>
    /// A watch that ran on while the rotation was parked may have ended with something to hold. Whether the person who resumed has answered
    /// that, too, is what a fresh look knows: one hold is never asked twice, and none is lost.
    /// </summary>
    /// <param name="next">Where the rotation goes on.</param>
    public async Task LookAfterParkAsync(RotationPhase next)
    {
        await HearAsync();
        if (state.Held is not null && next is not RotationPhase.Parked)
        {
            state.Held = null;
            Keep(next.IsWatched()
                ? await calls.CallAsync(LookAtWatches.Name, new LookAtWatches.Input(calls.RotationId))
                : new WatchVerdict());
        }
    }
}
