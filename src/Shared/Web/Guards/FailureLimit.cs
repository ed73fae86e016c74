namespace TenantTokens.Web.Guards;

/// <summary>Counts what did not count, per address: links, keys and codes that were guessed or forged. After too many nothing of the kind is even looked at.</summary>
/// <param name="time">The clock.</param>
public sealed class FailureLimit(TimeProvider time)
{
    /// <summary>How many failures an address has.</summary>
    public const int Allowed = 10;

    /// <summary>How many addresses are remembered.</summary>
    public const int MostAddresses = 4096;

    /// <summary>How long failures count, from the first of them on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly WindowedCounts<string> _failures = new(Window, MostAddresses, time);

    /// <summary>How many addresses are remembered now.</summary>
    public int Addresses => _failures.Keys;

    /// <summary>How long an address has to wait; null while it may try.</summary>
    public TimeSpan? WaitOf(string? address)
        => _failures.Of(NetworkBlock.Of(address)) is { Count: >= Allowed, Until: var until } ? until - time.GetUtcNow() : null;

    /// <summary>Counts a failure.</summary>
    public void Count(string? address) => _failures.Add(NetworkBlock.Of(address));
}
