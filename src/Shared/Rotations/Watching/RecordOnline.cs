using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Records which agents are online before finish, so that those that are offline afterwards can be named. The newest record before the
/// finish call counts; after the call it stays. Returns how many are online.
/// </summary>
public sealed class RecordOnline(RotationLedger rotations, WatchLedger watches, DynatraceEnvironments environments, TimeProvider time)
    : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("RecordOnline");

    /// <inheritdoc />
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (rotation.Finish is not null && await watches.FindSnapshotAsync(input, cancellationToken) is { } known)
        {
            return known.Online;
        }

        HashSet<string> online = await AgentsOnline.ReadAsync(environments.For(rotation.EnvironmentId).Inventory, cancellationToken);
        OnlineRow[] rows =
        [
            .. online.Order(StringComparer.Ordinal).Chunk(OnlineRow.MaxIds).Select(static (ids, number) => new OnlineRow(number, ids, [])),
        ];
        await watches.PutSnapshotAsync(input, new(time.GetUtcNow(), online.Count), rows, cancellationToken);
        return online.Count;
    }
}
