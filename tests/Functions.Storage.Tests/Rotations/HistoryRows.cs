using Azure.Data.Tables;
using TenantTokens.FunctionsDurableHost;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>The history table of a hub.</summary>
internal static class HistoryRows
{
    /// <summary>How many rows each instance has.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountAsync(StorageHub hub)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        TableClient history = new(hub.ConnectionString, $"{hub.Name}History");
        await foreach (TableEntity row in history.QueryAsync<TableEntity>(select: ["PartitionKey"], cancellationToken: TestContext.Current.CancellationToken))
        {
            rows[row.PartitionKey] = rows.GetValueOrDefault(row.PartitionKey) + 1;
        }

        return rows;
    }

    /// <summary>How often an activity was begun.</summary>
    public static async Task<int> CountScheduledAsync(StorageHub hub, string activity)
    {
        TableClient history = new(hub.ConnectionString, $"{hub.Name}History");
        string filter = TableClient.CreateQueryFilter($"EventType eq 'TaskScheduled' and Name eq {activity}");
        int count = 0;
        await foreach (TableEntity row in history.QueryAsync<TableEntity>(filter, select: ["PartitionKey"], cancellationToken: TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }
}
