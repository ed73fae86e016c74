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
    /// Reads a row, changes it and writes it back. When another writer changed the row meanwhile, it reads again and repeats the change.
    /// All changes of rows use this one loop.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="partition">The row's partition.</param>
    /// <param name="key">The row's key.</param>
    /// <param name="change">
    /// Gets the present row, null when there is none, and returns what to commit; null commits nothing. It is called again on each try, so
    /// it must not keep state.
    /// </param>
    /// <param name="cancellationToken">Cancels between tries.</param>
    /// <param name="read">The row as it was read before, to save the first read; null when it was not.</param>
    /// <returns>The row after the change; null only when there was none and none was written.</returns>
    public static async Task<T?> ChangeAsync<T>(
        this ILedgerStore store,
        string partition,
        string key,
        Func<T?, Task<LedgerChange<T>?>> change,
        CancellationToken cancellationToken,
        (T Value, string ETag)? read = null)
        where T : class
    {
        while (true)
        {
            (T Value, string ETag)? row = read ?? await store.ReadAsync<T>(partition, key, cancellationToken);
            if (await change(row?.Value) is not { } wanted || (wanted.Beside.Count == 0 && wanted.Value.Equals(row?.Value)))
            {
                return row?.Value;
            }

            LedgerWrite write = row is var (_, etag)
                ? new LedgerWrite.Replace(key, ToJson(wanted.Value), etag)
                : new LedgerWrite.Insert(key, ToJson(wanted.Value));
            if (await store.TryCommitAsync(partition, [write, .. wanted.Beside], cancellationToken))
            {
                return wanted.Value;
            }

            read = null;
        }
    }

    /// <summary>As above, for a change that reads nothing else.</summary>
    public static Task<T?> ChangeAsync<T>(
        this ILedgerStore store,
        string partition,
        string key,
        Func<T?, LedgerChange<T>?> change,
        CancellationToken cancellationToken,
        (T Value, string ETag)? read = null)
        where T : class
        => store.ChangeAsync<T>(partition, key, current => Task.FromResult(change(current)), cancellationToken, read);

    /// <summary>
    /// Deletes the rows of a partition whose key starts with the prefix. A row that another process changes meanwhile stays.
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
