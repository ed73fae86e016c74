using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Calls activities for this rotation, with retries during outages.</summary>
internal sealed class ProcedureCalls(CountedContext context, string rotationId)
{
    public string RotationId { get; } = rotationId;

    public DateTime Now => context.CurrentUtcDateTime;

    /// <summary>Calls an activity. Every activity can be repeated; those whose call may not be repeated recover its result first.</summary>
    public Task<TResult> CallAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input)
        => context.CallActivityAsync(activity, input, OutageRetry.Policy);

    /// <summary>Calls an activity whose only input is the rotation's id.</summary>
    public Task<TResult> CallAsync<TResult>(ActivityName<string, TResult> activity) => CallAsync(activity, RotationId);

    /// <summary>Notifies people. A message that fails is audited and stops nothing.</summary>
    public Task<NotificationOutcome> NotifyAsync(NotificationKind kind) => CallAsync(Notify.Name, new Notify.Input(RotationId, kind));

    /// <summary>Waits for a time, which neither a command nor the watch ends.</summary>
    public Task SleepAsync(TimeSpan time) => context.CreateTimer(time, CancellationToken.None);
}
