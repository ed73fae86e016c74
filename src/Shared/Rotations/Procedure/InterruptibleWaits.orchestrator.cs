using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Waits that an abort, or a watch that holds everything, ends early.</summary>
internal sealed class InterruptibleWaits(ProcedureCalls calls, ProcedureState state, Listener listener)
{
    /// <summary>Waits the given time.</summary>
    public Task ForAsync(TimeSpan time) => ForAsync(_ => time);

    /// <summary>Waits as long as the waits say, which may be less from one moment to the next.</summary>
    public async Task ForAsync(Func<RotationWaits, TimeSpan> time)
    {
        DateTime began = calls.Now;
        while (state.Held is null && calls.Now < began + time(state.Waits) && await listener.AbortAsync() is null)
        {
            TimeSpan left = began + time(state.Waits) - calls.Now;
            if (left > TimeSpan.Zero)
            {
                await listener.WaitAsync(left, isWatched: true);
            }
        }
    }

    /// <summary>
    /// Waits while the environment's schedule lets nobody touch hosts. It asks again now and then, because what it allows may be changed.
    /// </summary>
    public async Task ForWindowAsync(bool isWatched)
    {
        while (state.Held is null
            && await listener.AbortAsync() is null
            && await calls.CallAsync(CheckWindow.Name) is { IsOpen: false } closed)
        {
            TimeSpan longest = state.Waits.Reminder;
            TimeSpan untilOpen = closed.OpensAt is { } opens && opens.UtcDateTime > calls.Now ? opens.UtcDateTime - calls.Now : longest;
            await listener.WaitAsync(untilOpen < longest ? untilOpen : longest, isWatched);
        }
    }

    /// <summary>Waits until the operators let it go on.</summary>
    public async Task WhilePausedAsync()
    {
        while (state.Held is null && await listener.AbortAsync() is null && state.IsPaused)
        {
            await listener.WaitAsync(state.Waits.Reminder, isWatched: true);
        }
    }
}
