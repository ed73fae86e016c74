using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Runs the watch beside the rotation and keeps its result.</summary>
internal sealed class Watchman(CountedContext context, ProcedureCalls calls, ProcedureState state)
{
    /// <summary>
    /// The watch that runs beside this orchestration. It continues across steps and while the rotation is parked. There is never a second
    /// one.
    /// </summary>
    private Task<WatchVerdict>? _watching;

    /// <summary>
    /// Whether every result of the watch has been acted on. While the rotation is parked this is true: a person looks, and so does the next
    /// watch.
    /// </summary>
    public bool IsHeeded => state.Phase is RotationPhase.Parked || (state.Held is null && _watching is not { IsCompleted: true });

    /// <summary>Returns the running watch, to be raced against other waits while the rotation is open.</summary>
    public Task Watch()
        => _watching ??= context.CallSubOrchestratorAsync(
            WatchOrchestrator.Name,
            new WatchOrchestrator.Input(calls.RotationId, state.Waits.WatchInterval, WatchOrchestrator.Input.TopLevel));

    /// <summary>Reads the result of the watch, if it has ended.</summary>
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
                // The rotation is already parked, or nothing is watched in this phase. The next watch checks again.
            }
        }
    }

    /// <summary>
    /// Keeps a result that stops the rotation. In a phase without a watch there is nothing to stop; while parked it is kept for the time
    /// after a resume.
    /// </summary>
    public void Keep(WatchVerdict verdict)
        => state.Held ??= verdict.HoldCode is not null && (state.Phase.IsWatched() || state.Phase is RotationPhase.Parked) ? verdict : null;

    /// <summary>
    /// Checks again after a park. A watch that ran on during the park may have ended with a reason to stop. A fresh check decides whether
    /// the resume has already answered it, so that no reason is reported twice and none is lost.
    /// </summary>
    /// <param name="next">The phase in which the rotation continues.</param>
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
