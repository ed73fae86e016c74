using TenantTokens.Notifications;
using TenantTokens.Rotations.Finishing;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Checks for a while whether agents are offline after finish. It reports them and gives them the new token at once.</summary>
internal sealed class FinishAftermath(ProcedureCalls calls, ProcedureState state, WaveRunner waves)
{
    public async Task RunAsync()
    {
        DateTime began = calls.Now;
        int told = 0;
        bool isAlarmed = false;
        while (true)
        {
            WatchAfterFinish.Result seen = await calls.CallAsync(WatchAfterFinish.Name);
            if (seen.Dark > told || (seen.RejectedRose && !isAlarmed))
            {
                (told, isAlarmed) = (Math.Max(told, seen.Dark), isAlarmed || seen.RejectedRose);
                await calls.NotifyAsync(NotificationKind.DarkAfterFinish);
                await waves.RunPendingAsync(isWatched: false);
            }

            if (seen.IsOver)
            {
                return;
            }

            await calls.SleepAsync(state.Waits.UntilLookAfterFinish(calls.Now - began));
        }
    }
}
