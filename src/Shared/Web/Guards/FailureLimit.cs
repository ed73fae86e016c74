namespace TenantTokens.Web.Guards;

/// <summary>
/// Counts what did not count, per address: links, keys and codes that were guessed or forged. After too many, further wrong ones are
/// answered 429 and nothing is said of what is wrong with them. A right one counts even then: behind one address there may be many
/// people, and a secret of 192 bits or more is not guessed by trying.
/// </summary>
/// <remarks>
/// No address is forgotten within its window, whoever else fails: when there is no room, addresses that are not known yet are taken for
/// limited until there is. That keeps memory bounded and harms nobody who shows something right.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class FailureLimit(TimeProvider time)
{
    /// <summary>How many failures an address has.</summary>
    public const int Allowed = 10;

    /// <summary>How many addresses are remembered at the same time.</summary>
    public const int MaxAddresses = 65_536;

    /// <summary>How long failures count, from the first of them on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> _failures = new(StringComparer.Ordinal);
    private DateTimeOffset _roomAt = DateTimeOffset.MinValue;

    /// <summary>How many addresses are remembered now.</summary>
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

    /// <summary>Counts a failure, and says how long the address has to wait; null while it may fail again.</summary>
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

            DateTimeOffset soon = now + _lookAgainAfter; // a look costs a walk over all of them
            DateTimeOffset first = _failures.Count < MaxAddresses ? soon : _failures.Values.Min(static one => one.Until);
            _roomAt = first > soon ? first : soon;
        }

        return _failures.Count < MaxAddresses;
    }
}
