using System.Collections.Concurrent;
using Azure.Data.Tables;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;
using TenantTokens.Testing.Builders;

namespace TenantTokens.AzureTests.Ledger;

/// <summary>A fleet's targets are spread over partitions, and written in full commits.</summary>
public sealed class SpreadTests(TableStorage storage) : IClassFixture<TableStorage>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_targets_fill_sixteen_partitions_evenly_in_full_commits()
    {
        CountingStore store = new();
        await new TargetLedger(store).PutAsync("rotation-1", Targets(100_000), Stop);
        Assert.Equal(16, store.Rows.Count);
        Assert.All(store.Rows.Values, static rows => Assert.InRange(rows, 5_500, 7_000));
        Assert.InRange(store.Commits, 1_000, 1_016);
    }

    [Fact]
    public async Task What_was_put_is_listed_found_and_replaced()
    {
        TargetLedger targets = new(new AzureTablesLedgerStore(new TableServiceClient(storage.ConnectionString)));
        TargetRecord[] fleet = [.. Targets(2_000)];
        await targets.PutAsync("rotation-2", fleet, Stop);
        IReadOnlyList<TargetRecord> listed = await targets.ListAsync("rotation-2", Stop);
        Assert.Equal(
            fleet.Select(static target => target.TargetId).Order(StringComparer.Ordinal),
            listed.Select(static target => target.TargetId).Order(StringComparer.Ordinal));
        string[] some = [fleet[7].TargetId, fleet[1_999].TargetId, fleet[3].TargetId];
        Assert.Equal(some, (await targets.GetAsync("rotation-2", some, Stop)).Select(static target => target.TargetId));
        await targets.ReplaceAllAsync("rotation-2", fleet[..10], Stop);
        Assert.Equal(10, (await targets.ListAsync("rotation-2", Stop)).Count);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => targets.GetAsync("rotation-2", some, Stop));
    }

    private static IEnumerable<TargetRecord> Targets(int count)
        => Enumerable.Range(0, count).Select(static number => Some.Target($"host-{number:D6}") with
        {
            TargetId = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)))[..32],
        });

    private sealed class CountingStore : ILedgerStore
    {
        private int _commits;

        public ConcurrentDictionary<string, int> Rows { get; } = new();

        public int Commits => _commits;

        public string Place { get; } = "nowhere";

        public IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
        {
            LedgerCommitRules.ThrowIfBroken(partition, writes);
            Rows.AddOrUpdate(partition, writes.Count, (_, before) => before + writes.Count);
            Interlocked.Increment(ref _commits);
            return Task.FromResult(true);
        }
    }
}
