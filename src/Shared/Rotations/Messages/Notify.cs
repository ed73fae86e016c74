using Microsoft.Extensions.Logging;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Messages;

/// <summary>
/// Notifies people of a moment of the rotation. It never fails, because a notification must not stop a rotation. Repeating it may notify
/// them twice; when the moment is over by then, nobody is notified.
/// </summary>
public sealed partial class Notify(
    NotificationSender sender,
    RotationReader reader,
    ApprovalOptions approvals,
    ISecretScrubber scrubber,
    ILogger<Notify> logger) : IActivity<Notify.Input, NotificationOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, NotificationOutcome> Name { get; } = new("Notify");

    /// <inheritdoc />
    public async Task<NotificationOutcome> RunAsync(Input input, CancellationToken cancellationToken)
    {
        if (!sender.HasChannels)
        {
            return NotificationOutcome.Nothing;
        }

        try
        {
            return NotificationText.For(input.Kind, await reader.ReadAsync(input.RotationId, cancellationToken)) is { } notification
                ? await sender.SendAsync(
                    notification with { Recipients = IsForApprovers(input.Kind) ? approvals.Finish.Approvers : [] },
                    cancellationToken)
                : NotificationOutcome.Nothing;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTold(logger, input.RotationId, input.Kind, exception.GetType().Name, scrubber.Scrub(exception.Message));
            return new(Sent: 0, Failed: 1);
        }
    }

    /// <summary>
    /// Approvers are notified of the end and when a person is needed. What matters only for deployments goes to the operators and the
    /// channel.
    /// </summary>
    private static bool IsForApprovers(NotificationKind kind) => kind is not (NotificationKind.Started or NotificationKind.ActiveGatesDone);

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1,
            Level = LogLevel.Error,
            Message = "Rotation {RotationId}: no one was notified of {Kind} ({Exception}: {Problem}).")]
        public static partial void NotTold(ILogger logger, string rotationId, NotificationKind kind, string exception, string problem);
    }

    /// <summary>The notification to send.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Kind">The moment.</param>
    public sealed record Input(string RotationId, NotificationKind Kind);
}
