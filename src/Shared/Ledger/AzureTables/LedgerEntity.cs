using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace TenantTokens.Ledger.AzureTables;

/// <summary>
/// Converts rows to table entities. Keys are stored unchanged: <see cref="LedgerCommitRules"/> allows a subset of what the service allows,
/// at most 400 of its 512 characters, and both order them ordinally
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
/// </summary>
internal static class LedgerEntity
{
    /// <summary>
    /// The most characters in one property. A string property holds 64 KiB of UTF-16; a row's JSON may be twice that, so it is split.
    /// </summary>
    private const int MaxCharacters = 30_000;

    private const string JsonProperty = "Json";
    private const string CommitProperty = "Commit";

    public static TableTransactionAction ToAction(string partition, LedgerWrite write, string commit) => write switch
    {
        LedgerWrite.Insert insert => new(TableTransactionActionType.Add, Create(partition, insert.Key, insert.Json, commit)),
        LedgerWrite.Replace replace
            => new(TableTransactionActionType.UpdateReplace, Create(partition, replace.Key, replace.Json, commit), new ETag(replace.ETag)),
        LedgerWrite.Upsert upsert => new(TableTransactionActionType.UpsertReplace, Create(partition, upsert.Key, upsert.Json, commit)),
        LedgerWrite.Delete delete => new(TableTransactionActionType.Delete, new TableEntity(partition, delete.Key), new ETag(delete.ETag)),
        _ => throw new ArgumentOutOfRangeException(nameof(write), write, "The ledger does not know this kind of write."),
    };

    public static LedgerRow ToRow(TableEntity entity)
    {
        StringBuilder json = new();
        for (int part = 0; entity.TryGetValue(NameOf(part), out object? text); part++)
        {
            json.Append((string)text);
        }

        return new LedgerRow(entity.RowKey, json.ToString(), entity.ETag.ToString());
    }

    /// <summary>Whether this commit was the last to write the entity.</summary>
    public static bool IsOf(TableEntity entity, string commit) => entity.GetString(CommitProperty) == commit;

    /// <summary>Builds the filter for rows whose key starts with the prefix; null when no row can match.</summary>
    public static string? Filter(string partition, string keyPrefix)
    {
        if (!LedgerCommitRules.IsKey(partition) || (keyPrefix.Length > 0 && !LedgerCommitRules.IsKey(keyPrefix)))
        {
            return null;
        }

        string all = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        string from = keyPrefix.Length == 0 ? all : $"{all} and {TableClient.CreateQueryFilter($"RowKey ge {keyPrefix}")}";
        return EndOf(keyPrefix) is { } end ? $"{from} and {TableClient.CreateQueryFilter($"RowKey lt {end}")}" : from;
    }

    /// <summary>
    /// Returns the first text after all that start with the prefix. '~' is the last character allowed in keys, so it is dropped instead of
    /// incremented.
    /// </summary>
    private static string? EndOf(string prefix)
        => prefix.TrimEnd('~') is { Length: > 0 } counted ? $"{counted[..^1]}{(char)(counted[^1] + 1)}" : null;

    private static TableEntity Create(string partition, string key, string json, string commit)
    {
        TableEntity entity = new(partition, key) { [CommitProperty] = commit };
        int part = 0;
        int start = 0;
        do
        {
            int length = Math.Min(MaxCharacters, json.Length - start);
            if (start + length < json.Length && char.IsHighSurrogate(json[start + length - 1]))
            {
                length--; // do not split a surrogate pair
            }

            entity[NameOf(part++)] = json.Substring(start, length);
            start += length;
        }
        while (start < json.Length);

        return entity;
    }

    private static string NameOf(int part) => part == 0 ? JsonProperty : JsonProperty + part.ToString(CultureInfo.InvariantCulture);
}
