using TenantTokens.Machines;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Sends one host ahead, which Dynatrace must see online before others follow.</summary>
internal sealed class Canaries(ProcedureCalls calls, ProcedureState state, Watchman watchman, Listener listener, InterruptibleWaits waits)
{
    /// <summary>Records how many messages are rejected before a OneAgent goes ahead; only more than that counts as a rise.</summary>
    public async Task LookBeforeAsync(NextWave.Result next, Component component)
    {
        if (next.MustBeSeen && component is Component.OneAgent && state.Held is null)
        {
            watchman.Keep(await calls.CallAsync(LookAtWatches.Name, new LookAtWatches.Input(calls.RotationId, IsBeforeCanary: true)));
        }
    }

    /// <summary>Soaks after the first target of a component, and then checks that nothing has become worse.</summary>
    public async Task SoakAsync()
    {
        await waits.ForAsync(static waits => waits.CanarySoak);
        if (state.Held is null && await listener.AbortAsync() is null)
        {
            watchman.Keep(await calls.CallAsync(LookAtWatches.Name, new LookAtWatches.Input(calls.RotationId, IsSoaking: true)));
        }
    }

    /// <summary>Parks the rotation when the host that went ahead is not seen online. A host that is off shows nothing.</summary>
    public async Task HoldUnlessSeenAsync(NextWave.Result next)
    {
        if (next is { MustBeSeen: true, Number: { } wave } && state.Held is null && await listener.AbortAsync() is null)
        {
            CheckCanary.Result look = await LookAsync(wave, isWatched: true);
            if (!look.IsSeen && !look.IsOff)
            {
                watchman.Keep(new(
                    ParkCodes.CanaryOffline,
                    $"{look.Name} went ahead to the new token and is not online, so no other host follows. Either the new token "
                    + "is not valid, or an ActiveGate on the old token rejects the host. Resume checks again; abort puts the old token"
                    + " back."));
            }
        }
    }

    /// <summary>
    /// Checks until the host is online or its time has passed. Right after its restart, Dynatrace may still show the state from before.
    /// </summary>
    public async Task<CheckCanary.Result> LookAsync(int wave, bool isWatched)
    {
        await PauseAsync(state.Waits.CanarySoak, isWatched);
        DateTime deadline = calls.Now + state.Waits.OnlineTimeout;
        while (true)
        {
            CheckCanary.Result look = await calls.CallAsync(CheckCanary.Name, new CheckCanary.Input(calls.RotationId, wave));
            bool isEnough = look.IsSeen || !look.IsMoved || calls.Now >= deadline || state.Held is not null;
            if (isEnough || (isWatched && await listener.AbortAsync() is not null))
            {
                return look;
            }

            await PauseAsync(state.Waits.UntilPoll(state.Waits.OnlineTimeout, left: deadline - calls.Now), isWatched);
        }
    }

    private Task PauseAsync(TimeSpan time, bool isWatched)
        => isWatched ? waits.ForAsync(time)
            : time > TimeSpan.Zero ? calls.SleepAsync(time)
            : Task.CompletedTask;
}
