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

    /// <summary>
    /// All JSON of a commit together is at most this, in bytes of UTF-8: escaped in a request it may grow to five times as much, and 4 MiB
    /// are taken.
    /// </summary>
    public const int MaxCommitBytes = 768 * 1024;

    private static readonly SearchValues<char> _keyCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789|:._-~@");

    /// <summary>Checks a commit.</summary>
    /// <exception cref="ArgumentException">
    /// No write, more than 100, two of one key, a key that is none, a row that is too big, or too much in all.
    /// </exception>
    public static void ThrowIfBroken(string partition, IReadOnlyList<LedgerWrite> writes)
    {
        ThrowIfNoKey(partition, nameof(partition));
        if (writes.Count is 0 or > MaxWrites)
        {
            throw new ArgumentException($"A commit has 1 to {MaxWrites} writes; this one has {writes.Count}.", nameof(writes));
        }

        int bytes = 0;
        HashSet<string> keys = new(writes.Count, StringComparer.Ordinal);
        foreach (LedgerWrite write in writes)
        {
            ThrowIfNoKey(write.Key, nameof(writes));
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException($"A commit writes the row '{write.Key}' twice.", nameof(writes));
            }

            int size = SizeOf(write);
            if (size >= MaxJsonBytes)
            {
                throw new ArgumentException($"The row '{write.Key}' is not under {MaxJsonBytes} bytes.", nameof(writes));
            }

            bytes += size;
        }

        if (bytes > MaxCommitBytes)
        {
            throw new ArgumentException($"The rows of a commit have at most {MaxCommitBytes} bytes; these have {bytes}.", nameof(writes));
        }
    }

    /// <summary>Whether a row or a partition can have this key.</summary>
    public static bool IsKey(string key) => key is { Length: > 0 and <= MaxKeyLength } && !key.AsSpan().ContainsAnyExcept(_keyCharacters);

    /// <summary>Packs writes that need not be done together into as few commits as the rules allow, in their order.</summary>
    public static IEnumerable<IReadOnlyList<LedgerWrite>> Pack(IEnumerable<LedgerWrite> writes)
    {
        List<LedgerWrite> commit = [];
        int bytes = 0;
        foreach (LedgerWrite write in writes)
        {
            int size = SizeOf(write);
            if (commit.Count == MaxWrites || (commit.Count > 0 && bytes + size > MaxCommitBytes))
            {
                yield return commit;
                commit = [];
                bytes = 0;
            }

            commit.Add(write);
            bytes += size;
        }

        if (commit.Count > 0)
        {
            yield return commit;
        }
    }

    private static int SizeOf(LedgerWrite write) => write switch
    {
        LedgerWrite.Insert insert => Encoding.UTF8.GetByteCount(insert.Json),
        LedgerWrite.Replace replace => Encoding.UTF8.GetByteCount(replace.Json),
        LedgerWrite.Upsert upsert => Encoding.UTF8.GetByteCount(upsert.Json),
        _ => 0,
    };

    private static void ThrowIfNoKey(string key, string parameterName)
    {
        if (!IsKey(key))
        {
            throw new ArgumentException(
                $"'{key}' is not a key. A key has 1 to {MaxKeyLength} characters: letters, digits and | : . _ - ~ @.",
                parameterName);
        }
    }
}
