namespace TenantTokens.Web.Guards;

/// <summary>
/// Counts events per key. Each key has its own window, which begins with its first event. Memory is bounded: when there are too many keys,
/// the one whose first window began earliest is forgotten.
/// </summary>
/// <param name="window">How long a window is.</param>
/// <param name="mostKeys">The most keys that are remembered.</param>
/// <param name="time">The clock.</param>
internal sealed class WindowedCounts<TKey>(TimeSpan window, int mostKeys, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (int Count, DateTimeOffset Until)> _counts = [];
    private readonly Queue<TKey> _order = new();

    /// <summary>The number of keys that are remembered now.</summary>
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

    /// <summary>Counts one event. Returns the number in the key's window, including this one, and when the window ends.</summary>
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

    /// <summary>Returns the number of events in the key's current window, and when it ends; zero when it has none.</summary>
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
