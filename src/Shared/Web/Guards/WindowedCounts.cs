namespace TenantTokens.Web.Guards;

/// <summary>
/// Counts things per key, each key in a window of its own that begins with the first of them. Memory is bounded: of more keys than it
/// keeps, the one whose first window began first is forgotten.
/// </summary>
/// <param name="window">How long a window is.</param>
/// <param name="mostKeys">How many keys are remembered.</param>
/// <param name="time">The clock.</param>
internal sealed class WindowedCounts<TKey>(TimeSpan window, int mostKeys, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (int Count, DateTimeOffset Until)> _counts = [];
    private readonly Queue<TKey> _order = new();

    /// <summary>How many keys are remembered now.</summary>
    public int Keys
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>Counts one more: how many that makes in the key's window, and when that ends.</summary>
    public (int Count, DateTimeOffset Until) Add(TKey key)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            bool isKnown = _counts.TryGetValue(key, out (int Count, DateTimeOffset Until) known);
            if (!isKnown)
            {
                if (_counts.Count >= mostKeys)
                {
                    _counts.Remove(_order.Dequeue());
                }

                _order.Enqueue(key);
            }

            return _counts[key] = isKnown && known.Until > now ? (known.Count + 1, known.Until) : (1, now + window);
        }
    }

    /// <summary>How many there were in the window that the key has now, and when it ends; none when it has none.</summary>
    public (int Count, DateTimeOffset Until) Of(TKey key)
    {
        lock (_lock)
        {
            return _counts.TryGetValue(key, out (int Count, DateTimeOffset Until) known) && known.Until > time.GetUtcNow()
                ? known
                : default;
        }
    }
}
