using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Driving;
using TenantTokens.Scheduling;

namespace TenantTokens.Functions.Timers;

/// <summary>
/// The functions that run at intervals and on events of the vault. The host runs a timer on one worker at a time. The hourly check starts
/// the sweeps after finish, and wakes open rotations even when a schedule cannot be asked.
/// </summary>
public sealed class RotationTimers(ScheduleRound schedules, RotationWaker waker, HistoryPurge purge, ExpiryInbox inbox)
{
    [Function("AskSchedules")]
    public Task AskSchedulesAsync(
        [TimerTrigger("%RotationSchedule%")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => schedules.RunAsync(new DurableClient(client), cancellationToken);

    [Function("StartSweeps")]
    public Task StartSweepsAsync(
        [TimerTrigger("0 7 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => waker.WakeAllAsync(new DurableClient(client), cancellationToken);

    [Function("PurgeHistory")]
    public Task PurgeHistoryAsync(
        [TimerTrigger("0 41 3 * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => purge.RunAsync(new DurableClient(client), cancellationToken);

    [Function("SecretNearExpiry")]
    public Task TakeExpiryAsync(
        [QueueTrigger("secret-events", Connection = "SecretEvents")] string cloudEvent,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => inbox.TakeAsync(cloudEvent, new DurableClient(client), cancellationToken);
}
