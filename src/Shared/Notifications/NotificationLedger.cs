using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Notifications;

/// <summary>
/// Records the result of a rotation's last message for each channel, one row per channel, so that the status can show it.
/// </summary>
public sealed class NotificationLedger(ILedgerStore store, TimeProvider time)
{
    /// <summary>Records the result of a message.</summary>
    public async Task RecordAsync(Notification notification, string channel, NotificationResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        ArgumentNullException.ThrowIfNull(result);
        string partition = LedgerPartitions.Rotation(notification.RotationId);
        string key = $"notified|{channel}";
        int failed = result.IsSent
            ? 0
            : 1 + ((await store.ReadAsync<ChannelState>(partition, key, cancellationToken))?.Value.FailedInARow ?? 0);
        ChannelState state = new(channel, notification.Kind, time.GetUtcNow(), result.IsSent, result.Problem, failed);
        await store.UpsertAllAsync(partition, [new LedgerWrite.Upsert(key, ToJson(state))], cancellationToken);
    }

    /// <summary>Lists the channels that had something to send, ordered by name.</summary>
    public async Task<IReadOnlyList<ChannelState>> ListAsync(string rotationId, CancellationToken cancellationToken)
        => await store.ReadAllAsync<ChannelState>(LedgerPartitions.Rotation(rotationId), "notified|", cancellationToken)
            .ToListAsync(cancellationToken);
}
