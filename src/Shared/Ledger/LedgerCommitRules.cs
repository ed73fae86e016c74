using System.Buffers;
using System.Text;

namespace TenantTokens.Ledger;

/// <summary>What every store refuses before it writes anything, so that what works on one works on the other.</summary>
public static class LedgerCommitRules
{
    /// <summary>The most writes in one commit (Azure Tables entity group transactions take 100).</summary>
    public const int MaxWrites = 100;

    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 400;

    /// <summary>A row's JSON is smaller than this, in bytes of UTF-8.</summary>
    public const int MaxJsonBytes = 60 * 1024;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789|:._-~@");

    /// <summary>Checks a commit.</summary>
    /// <exception cref="ArgumentException">No write, more than 100, two of one key, a key that is none, or a row that is too big.</exception>
    public static void ThrowIfBroken(string partition, IReadOnlyList<LedgerWrite> writes)
    {
        ThrowIfNoKey(partition, nameof(partition));
        if (writes.Count is 0 or > MaxWrites)
        {
            throw new ArgumentException($"A commit has 1 to {MaxWrites} writes; this one has {writes.Count}.", nameof(writes));
        }

        HashSet<string> keys = new(writes.Count, StringComparer.Ordinal);
        foreach (LedgerWrite write in writes)
        {
            ThrowIfNoKey(write.Key, nameof(writes));
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException($"A commit writes the row '{write.Key}' twice.", nameof(writes));
            }

            if (JsonOf(write) is { } json && Encoding.UTF8.GetByteCount(json) >= MaxJsonBytes)
            {
                throw new ArgumentException($"The row '{write.Key}' is not under {MaxJsonBytes} bytes.", nameof(writes));
            }
        }
    }

    private static string? JsonOf(LedgerWrite write) => write switch
    {
        LedgerWrite.Insert insert => insert.Json,
        LedgerWrite.Replace replace => replace.Json,
        LedgerWrite.Upsert upsert => upsert.Json,
        _ => null,
    };

    private static void ThrowIfNoKey(string key, string parameterName)
    {
        if (key is not { Length: > 0 and <= MaxKeyLength } || key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw new ArgumentException($"'{key}' is no key: 1 to {MaxKeyLength} letters, digits and | : . _ - ~ @ are allowed.", parameterName);
        }
    }
}
