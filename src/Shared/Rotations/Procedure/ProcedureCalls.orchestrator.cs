using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>How the parts of a procedure call activities: for this rotation, and again after an outage.</summary>
internal sealed class ProcedureCalls(CountedContext context, string rotationId)
{
    public string RotationId { get; } = rotationId;

    public DateTime Now => context.CurrentUtcDateTime;

    /// <summary>Every activity can be repeated, and those that cannot simply be called again recover first.</summary>
    public Task<TResult> CallAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input)
        => context.CallActivityAsync(activity, input, OutageRetry.Policy);

    /// <summary>Calls an activity that needs to know the rotation and no more.</summary>
    public Task<TResult> CallAsync<TResult>(ActivityName<string, TResult> activity) => CallAsync(activity, RotationId);

    /// <summary>Tells people; a message that fails is audited and stops nothing.</summary>
    public Task<NotificationOutcome> NotifyAsync(NotificationKind kind) => CallAsync(Notify.Name, new Notify.Input(RotationId, kind));

    /// <summary>Waits; neither a command nor the watch ends it.</summary>
    public Task SleepAsync(TimeSpan time) => context.CreateTimer(time, CancellationToken.None);
}
