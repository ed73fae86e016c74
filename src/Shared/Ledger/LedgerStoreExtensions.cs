using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.Ledger;

/// <summary>Typed reads over <see cref="ILedgerStore"/>.</summary>
internal static class LedgerStoreExtensions
{
    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, DurableJson.Options);

    /// <exception cref="LedgerDamagedException">The row does not hold such a value.</exception>
    private static T FromJson<T>(ILedgerStore store, string partition, LedgerRow row)
        where T : class
    {
        try
        {
            if (row.Value<T>() is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // The cause is left out, because its message quotes the row.
        }

        throw new LedgerDamagedException(store.Place, $"its row '{row.Key}' of '{partition}' is not readable as {typeof(T).Name}.");
    }

    public static async Task<(T Value, string ETag)?> ReadAsync<T>(
        this ILedgerStore store,
        string partition,
        string key,
        CancellationToken cancellationToken)
        where T : class
    {
        LedgerRow? row = await store.GetAsync(partition, key, cancellationToken);
        return row is null ? null : (FromJson<T>(store, partition, row), row.ETag);
    }

    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this ILedgerStore store,
        string partition,
        string keyPrefix,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (LedgerRow row in store.QueryAsync(partition, keyPrefix, cancellationToken))
        {
            yield return FromJson<T>(store, partition, row);
        }
    }

    /// <summary>
    /// Deletes the rows of a partition whose key starts with the prefix. A row that somebody else writes meanwhile stays.
    /// </summary>
    public static async Task DeleteAllAsync(
        this ILedgerStore store,
        string partition,
        string keyPrefix,
        CancellationToken cancellationToken)
    {
        List<LedgerWrite> rows = [];
        await foreach (LedgerRow row in store.QueryAsync(partition, keyPrefix, cancellationToken))
        {
            rows.Add(new LedgerWrite.Delete(row.Key, row.ETag));
        }

        foreach (IReadOnlyList<LedgerWrite> commit in LedgerCommitRules.Pack(rows))
        {
            await store.TryCommitAsync(partition, commit, cancellationToken);
        }
    }

    /// <summary>Writes rows without conditions, in as few commits as the rules allow.</summary>
    public static async Task UpsertAllAsync(
        this ILedgerStore store,
        string partition,
        IEnumerable<LedgerWrite> writes,
        CancellationToken cancellationToken)
    {
        foreach (IReadOnlyList<LedgerWrite> commit in LedgerCommitRules.Pack(writes))
        {
            if (!await store.TryCommitAsync(partition, commit, cancellationToken))
            {
                throw new InvalidOperationException("An unconditional commit was refused by the ledger's store.");
            }
        }
    }
}
