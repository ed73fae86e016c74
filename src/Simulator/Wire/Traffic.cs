using System.Collections.Concurrent;

namespace TenantTokens.Simulator.Wire;

/// <summary>Counts the requests to the simulated services.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<string, bool> _kinds = new(StringComparer.Ordinal);
    private long _received;
    private int _held;

    public long Received => Interlocked.Read(ref _received);

    public int Held => Volatile.Read(ref _held);

    /// <summary>The kinds of requests so far (service, method and route), ordered by name.</summary>
    public IReadOnlyList<string> Kinds => [.. _kinds.Keys.Order(StringComparer.Ordinal)];

    public void Note(ServiceKind service, string method, string? route) => _kinds.TryAdd($"{service} {method} {route}", true);

    public void CountRequest() => Interlocked.Increment(ref _received);

    public void Hold() => Interlocked.Increment(ref _held);

    public void Release() => Interlocked.Decrement(ref _held);
}
