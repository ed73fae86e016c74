using System.Net;
using System.Net.Sockets;

namespace TenantTokens.Web.Guards;

/// <summary>
/// Counts what did not count, per address: links, keys and codes that were guessed or forged. After too many nothing of the kind is even looked at.
/// Memory is bounded: of more addresses than it keeps, the one that failed first is forgotten.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class FailureLimit(TimeProvider time)
{
    /// <summary>How many failures an address has.</summary>
    public const int Allowed = 10;

    /// <summary>How many addresses are remembered.</summary>
    public const int MostAddresses = 4096;

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Since)> _failures = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>How long an address has to wait; null while it may try.</summary>
    public TimeSpan? WaitOf(string? address)
    {
        lock (_lock)
        {
            return _failures.TryGetValue(BlockOf(address), out (int Failures, DateTimeOffset Since) known) && known.Failures >= Allowed && known.Since + Window - time.GetUtcNow() is { Ticks: > 0 } wait
                ? wait
                : null;
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Count(string? address)
    {
        string block = BlockOf(address);
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (_failures.TryGetValue(block, out (int Failures, DateTimeOffset Since) known))
            {
                _failures[block] = known.Since + Window > now ? (known.Failures + 1, known.Since) : (1, now);
                return;
            }

            if (_failures.Count >= MostAddresses)
            {
                _failures.Remove(_order.Dequeue());
            }

            _failures[block] = (1, now);
            _order.Enqueue(block);
        }
    }

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

    // One IPv6 customer has at least a /64: counting single addresses would count nothing.
    private static string BlockOf(string? address)
        => IPAddress.TryParse(address, out IPAddress? parsed) && parsed is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8))
            : address ?? "";
}
