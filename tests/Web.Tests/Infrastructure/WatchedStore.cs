using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Ledger;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>The app's ledger, whose reads are counted, and of which a part may be away.</summary>
internal sealed class WatchedStore(ILedgerStore inner) : ILedgerStore
{
    private int _reads;

    /// <summary>How many reads there were: of one row, or of some rows that follow one another.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>What partitions begin with that are away; null for none.</summary>
    public string? FailsOn { get; set; }

    public string Place => inner.Place;

    public static WatchedStore AddTo(IServiceCollection services)
    {
        WatchedStore store = new(
            (ILedgerStore)services.Single(static one => one.ServiceType == typeof(ILedgerStore)).ImplementationInstance!);
        services.AddSingleton<ILedgerStore>(store);
        return store;
    }

    public IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken)
        => inner.ReadAllAsync(cancellationToken);

    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        Read(partition);
        return inner.GetAsync(partition, key, cancellationToken);
    }

    public IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, CancellationToken cancellationToken)
    {
        Read(partition);
        return inner.QueryAsync(partition, keyPrefix, cancellationToken);
    }

    public Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        ThrowIfAway(partition);
        return inner.TryCommitAsync(partition, writes, cancellationToken);
    }

    private void Read(string partition)
    {
        ThrowIfAway(partition);
        Interlocked.Increment(ref _reads);
    }

    private void ThrowIfAway(string partition)
    {
        if (FailsOn is { } away && partition.StartsWith(away, StringComparison.Ordinal))
        {
            throw new IOException("The disk is away.");
        }
    }
}
