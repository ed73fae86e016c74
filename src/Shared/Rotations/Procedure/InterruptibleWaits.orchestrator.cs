using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Waits that end early on an abort or when the watch stops the rotation.</summary>
internal sealed class InterruptibleWaits(ProcedureCalls calls, ProcedureState state, Listener listener)
{
    /// <summary>Waits for a time.</summary>
    public Task ForAsync(TimeSpan time) => ForAsync(_ => time);

    /// <summary>Waits for a time that is read from the waits, which an emergency can shorten meanwhile.</summary>
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
    /// Waits while the environment's schedule allows no changes of hosts. The schedule is read again from time to time, because its
    /// configuration may change.
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

    /// <summary>Waits while the rotation is paused.</summary>
    public async Task WhilePausedAsync()
    {
        while (state.Held is null && await listener.AbortAsync() is null && state.IsPaused)
        {
            await listener.WaitAsync(state.Waits.Reminder, isWatched: true);
        }
    }
}
