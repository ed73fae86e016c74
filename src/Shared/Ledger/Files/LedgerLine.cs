using System.Text.Json;

namespace TenantTokens.Ledger.Files;

/// <summary>One line of a ledger's file.</summary>
/// <param name="Partition">The row's partition; null for a line without a row.</param>
/// <param name="Write">The row; null for a line without one.</param>
/// <param name="Version">The version of the format, on the first line; else null.</param>
/// <param name="Count">The number of rows, on the last line; else null.</param>
/// <param name="Problem">What is wrong with the line; null when nothing is.</param>
internal sealed record LedgerLine(
    string? Partition = null, LedgerWrite? Write = null, int? Version = null, int? Count = null, string? Problem = null)
{
    public static LedgerLine Parse(string line)
    {
        try
        {
            JsonElement json = JsonElement.Parse(line);
            return json.ValueKind is not JsonValueKind.Object ? new(Problem: "is not a JSON object")
                : json.TryGetProperty(LedgerFile.VersionKey, out JsonElement version) ? new(Version: version.GetInt32())
                : json.TryGetProperty(LedgerFile.CountKey, out JsonElement count) ? new(Count: count.GetInt32())
                : Row(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return new(Problem: "is not a line of a ledger file");
        }
    }

    private static LedgerLine Row(JsonElement json)
    {
        string? partition = Text(LedgerFile.PartitionKey);
        string? key = Text(LedgerFile.KeyKey);
        if (partition is null || key is null || !json.TryGetProperty(LedgerFile.RowKey, out JsonElement row))
        {
            return new(Problem: "lacks a partition, a key or a row");
        }

        if (partition == LedgerPartitions.Copy)
        {
            return new(Problem: "belongs to the copy that it came from");
        }

        LedgerWrite write = new LedgerWrite.Insert(key, row.GetRawText());
        try
        {
            LedgerCommitRules.ThrowIfBroken(partition, [write]);
            return new(partition, write);
        }
        catch (ArgumentException)
        {
            return new(Problem: "has an invalid key, or a row that is too large");
        }

        string? Text(string name) => json.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;
    }
}
