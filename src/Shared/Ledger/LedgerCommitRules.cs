using System.Buffers;
using System.Text;

namespace TenantTokens.Ledger;

/// <summary>What every store refuses before it writes, so that code that works with one store works with the others.</summary>
public static class LedgerCommitRules
{
    /// <summary>The most writes in one commit: Azure Tables entity group transactions allow 100.</summary>
    public const int MaxWrites = 100;

    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 400;

    /// <summary>The upper limit of a row's JSON, in bytes of UTF-8; a row must be smaller.</summary>
    public const int MaxJsonBytes = 60 * 1024;

    /// <summary>
    /// The most JSON in one commit, in bytes of UTF-8. Escaped in a request it may grow fivefold, and Azure Tables accepts 4 MiB.
    /// </summary>
    public const int MaxCommitBytes = 768 * 1024;

    private static readonly SearchValues<char> _keyCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789|:._-~@");

    /// <summary>Checks a commit.</summary>
    /// <exception cref="ArgumentException">
    /// There is no write, there are more than 100, two have the same key, a key is not allowed, a row is too big, or all are too big
    /// together.
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

    /// <summary>Whether a row or a partition may have this key: 1 to <see cref="MaxKeyLength"/> of the allowed characters.</summary>
    public static bool IsKey(string key) => key is { Length: > 0 and <= MaxKeyLength } && !key.AsSpan().ContainsAnyExcept(_keyCharacters);

    /// <summary>Groups independent writes into as few commits as the rules allow, and keeps their order.</summary>
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
