using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Notifications;

/// <summary>How each channel fared with the last message of a rotation: one row per channel, for whoever looks at the status.</summary>
public sealed class NotificationLedger(ILedgerStore store, TimeProvider time)
{
    /// <summary>Writes down what came of a message.</summary>
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

    /// <summary>The channels that had something to send, by name.</summary>
    public async Task<IReadOnlyList<ChannelState>> ListAsync(string rotationId, CancellationToken cancellationToken)
        => await store.ReadAllAsync<ChannelState>(LedgerPartitions.Rotation(rotationId), "notified|", cancellationToken)
            .ToListAsync(cancellationToken);
}
