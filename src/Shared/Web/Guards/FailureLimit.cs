namespace TenantTokens.Web.Guards;

/// <summary>
/// Counts failed tries per address: links, keys and codes that were guessed or forged. After too many, further failures are answered 429,
/// without details. A valid link, key or code works even then: many people may share one address, and a secret of 192 bits or more cannot
/// be guessed.
/// </summary>
/// <remarks>
/// No address is forgotten within its window. When there is no room, failures from new addresses count as too many until there is room.
/// That bounds the memory and affects no one with a valid secret.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class FailureLimit(TimeProvider time)
{
    /// <summary>The failures that an address may have in one window.</summary>
    public const int Allowed = 10;

    /// <summary>The most addresses that are remembered at the same time.</summary>
    public const int MaxAddresses = 65_536;

    /// <summary>How long the failures of an address count, beginning with the first.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> _failures = new(StringComparer.Ordinal);
    private DateTimeOffset _roomAt = DateTimeOffset.MinValue;

    /// <summary>The number of addresses that are remembered now.</summary>
    public int Addresses
    {
        get
        {
            lock (_lock)
            {
                return _failures.Count;
            }
        }
    }

    /// <summary>Counts a failure. Returns how long the address has to wait; null while it may fail again.</summary>
    public TimeSpan? Count(string? address)
    {
        string block = NetworkBlock.From(address);
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            bool isKnown = _failures.TryGetValue(block, out (int Count, DateTimeOffset Until) known);
            if (isKnown && known.Until > now)
            {
                if (known.Count >= Allowed)
                {
                    return known.Until - now;
                }

                _failures[block] = (known.Count + 1, known.Until);
                return null;
            }

            if (!isKnown && !HasRoom(now))
            {
                return _roomAt - now;
            }

            _failures[block] = (1, now + Window);
            return null;
        }
    }

    private bool HasRoom(DateTimeOffset now)
    {
        if (_failures.Count >= MaxAddresses && now >= _roomAt)
        {
            foreach ((string block, (_, DateTimeOffset until)) in _failures)
            {
                if (until <= now)
                {
                    _failures.Remove(block);
                }
            }

            DateTimeOffset soon = now + _lookAgainAfter; // each check visits all of them
            DateTimeOffset first = _failures.Count < MaxAddresses ? soon : _failures.Values.Min(static one => one.Until);
            _roomAt = first > soon ? first : soon;
        }

        return _failures.Count < MaxAddresses;
    }
}
