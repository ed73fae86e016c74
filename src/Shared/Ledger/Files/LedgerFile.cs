using System.Text.Json;
using System.Text.Json.Nodes;

namespace TenantTokens.Ledger.Files;

/// <summary>
/// Writes a ledger as JSON lines: a first line that identifies the format, a line for each row, and a last line with their number, so that
/// a truncated file is noticed.
/// </summary>
public static class LedgerFile
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    internal const string VersionKey = "tenantTokenLedger";
    internal const string PartitionKey = "partition";
    internal const string KeyKey = "key";
    internal const string RowKey = "row";
    internal const string CountKey = "rows";

    /// <summary>Writes every row, except those that belong to this installation alone.</summary>
    /// <param name="store">The ledger. Rows that are written meanwhile may be missing.</param>
    /// <param name="writer">Where the lines go.</param>
    /// <param name="time">The clock, for the time in the first line.</param>
    /// <param name="cancellationToken">Cancels between rows.</param>
    /// <returns>The number of rows written.</returns>
    public static async Task<int> ExportAsync(ILedgerStore store, TextWriter writer, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(time);
        Dictionary<string, object> head = new() { [VersionKey] = Version, ["exportedAt"] = time.GetUtcNow(), ["from"] = store.Place };
        await WriteAsync(writer, head);
        int rows = 0;
        await foreach ((string partition, LedgerRow row) in store.ReadAllAsync(cancellationToken))
        {
            if (partition != LedgerPartitions.Copy)
            {
                string json = OnOneLine(store, partition, row);
                await writer.WriteLineAsync($$"""{"{{PartitionKey}}":"{{partition}}","{{KeyKey}}":"{{row.Key}}","{{RowKey}}":{{json}}}""");
                rows++;
            }
        }

        await WriteAsync(writer, new Dictionary<string, object> { [CountKey] = rows });
        return rows;
    }

    /// <summary>
    /// Returns the row's JSON on one line, byte for byte where possible: keys and partitions need no escapes, and our own rows have no line
    /// breaks.
    /// </summary>
    private static string OnOneLine(ILedgerStore store, string partition, LedgerRow row)
    {
        try
        {
            JsonNode? json = JsonNode.Parse(row.Json);
            return row.Json.AsSpan().ContainsAny('\r', '\n') ? json?.ToJsonString() ?? "null" : row.Json;
        }
        catch (JsonException)
        {
            throw new LedgerDamagedException(store.Place, $"its row '{row.Key}' of '{partition}' is not JSON.");
        }
    }

    private static Task WriteAsync(TextWriter writer, Dictionary<string, object> line)
        => writer.WriteLineAsync(JsonSerializer.Serialize(line));
}
