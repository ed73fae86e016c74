using System.Collections.Concurrent;

namespace TenantTokens.EngineContract;

/// <summary>What the contract's activities touch, and what a test sees of it.</summary>
public sealed class ContractWorld
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _reached = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);
    private int _open;
    private int _mostOpen;

    /// <summary>The most activities that were ever inside <see cref="Enter"/> and <see cref="Leave"/> at the same time.</summary>
    public int MaxOpen => _mostOpen;

    /// <summary>Counts a call.</summary>
    /// <returns>The how many-th it is.</returns>
    public int Count(string key) => _counts.AddOrUpdate(key, 1, static (_, count) => count + 1);

    /// <summary>How often a key was counted.</summary>
    public int CountOf(string key) => _counts.GetValueOrDefault(key);

    /// <summary>An activity begins.</summary>
    public void Enter()
    {
        int open = Interlocked.Increment(ref _open);
        for (int most = _mostOpen; open > most; most = _mostOpen)
        {
            Interlocked.CompareExchange(ref _mostOpen, open, most);
        }
    }

    /// <summary>An activity ends.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>Says that an activity got to a gate, and waits there until the test opens it.</summary>
    public Task PassAsync(string gate, CancellationToken cancellationToken)
    {
        Count(gate);
        Source(_reached, gate).TrySetResult();
        return Source(_gates, gate).Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when an activity got to the gate.</summary>
    public Task ReachedAsync(string gate, CancellationToken cancellationToken) => Source(_reached, gate).Task.WaitAsync(cancellationToken);

    /// <summary>Lets everybody through, now and later.</summary>
    public void Open(string gate) => Source(_gates, gate).TrySetResult();

    private static TaskCompletionSource Source(ConcurrentDictionary<string, TaskCompletionSource> sources, string key)
        => sources.GetOrAdd(key, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
