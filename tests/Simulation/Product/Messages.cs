using TenantTokens.Notifications;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;

namespace TenantTokens.Simulation.Product;

/// <summary>
/// A channel in process, in place of mail and Teams: it keeps what people are told, and takes a message late, never, or not at all where a
/// story says so.
/// </summary>
internal sealed class Messages(FaultyCalls faults, TimeProvider time, Random pace, Action<string> told) : INotificationChannel
{
    /// <summary>How its calls are called where they are to fail.</summary>
    public const string Call = "message";

    private static readonly TimeSpan _late = TimeSpan.FromSeconds(40);

    public string Name => "Messages";

    public async Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        await Task.Delay(pace.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(300)), time, cancellationToken);
        switch (faults.Next(Call))
        {
            case CallFate.Hanging:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case CallFate.LostBefore:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");
            case CallFate.Late:
                await Task.Delay(_late, time, cancellationToken);
                break;
        }

        string[] lines =
        [
            notification.Title,
            notification.Text,
            .. notification.Facts.Select(static fact => $"{fact.Title}: {fact.Value}"),
            .. notification.Items,
        ];
        told(string.Join('\n', lines));
        return NotificationResult.Sent;
    }
}
