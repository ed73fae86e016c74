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
        await foreach (TableEntity row in history.QueryAsync<TableEntity>(
            select: ["PartitionKey"],
            cancellationToken: TestContext.Current.CancellationToken))
        {
            rows[row.PartitionKey] = rows.GetValueOrDefault(row.PartitionKey) + 1;
        }

        return rows;
    }

    /// <summary>The last rows of an instance in the order in which they were written, for a failure to tell what it waited for.</summary>
    public static string Last(StorageHub hub, string instanceId, int count)
    {
        TableClient history = new(hub.ConnectionString, $"{hub.Name}History");
        List<string> rows = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}");
        foreach (TableEntity row in history.Query<TableEntity>(
            filter,
            select: ["EventType", "Name", "EventId", "TaskScheduledId", "Timestamp"],
            cancellationToken: TestContext.Current.CancellationToken))
        {
            rows.Add(
                $"{row.Timestamp:HH:mm:ss.f} {row.GetString("EventType")} {row.GetString("Name")} {row.GetInt32("EventId")}"
                    + $" {row.GetInt32("TaskScheduledId")}");
        }

        return $"{rows.Count} rows, the last: {string.Join("; ", rows.TakeLast(count))}";
    }

    /// <summary>How often an activity was begun.</summary>
    public static async Task<int> CountScheduledAsync(StorageHub hub, string activity)
    {
        TableClient history = new(hub.ConnectionString, $"{hub.Name}History");
        string filter = TableClient.CreateQueryFilter($"EventType eq 'TaskScheduled' and Name eq {activity}");
        int count = 0;
        await foreach (TableEntity row in history.QueryAsync<TableEntity>(
            filter,
            select: ["PartitionKey"],
            cancellationToken: TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }
}
