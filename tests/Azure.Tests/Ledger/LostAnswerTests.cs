using Azure.Data.Tables;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;

namespace TenantTokens.AzureTests.Ledger;

/// <summary>
/// The client repeats a request whose answer it did not get. What the first one did must not be taken for somebody else's.
/// </summary>
public sealed class LostAnswerTests(TableStorage storage) : IClassFixture<TableStorage>
{
    private readonly string _partition = $"lost-{Guid.CreateVersion7():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_known_as_our_own()
    {
        AzureTablesLedgerStore store = Open(out LosingTransport transport);
        Assert.True(await store.TryCommitAsync(_partition, [new LedgerWrite.Insert("before", "1")], Stop));
        string tag = (await store.GetAsync(_partition, "before", Stop))!.ETag;

        transport.LoseNext();
        Assert.True(await store.TryCommitAsync(
            _partition,
            [new LedgerWrite.Replace("before", "2", tag), new LedgerWrite.Insert("new", "2")],
            Stop));
        Assert.Equal(1, transport.Lost);
        Assert.Equal("2", (await store.GetAsync(_partition, "before", Stop))!.Json);
        Assert.Equal("2", (await store.GetAsync(_partition, "new", Stop))!.Json);
    }

    [Fact]
    public async Task A_commit_that_somebody_else_was_before_is_not_known_as_our_own()
    {
        AzureTablesLedgerStore store = Open(out LosingTransport transport);
        Assert.True(await Open(out _).TryCommitAsync(_partition, [new LedgerWrite.Insert("taken", "1")], Stop));

        transport.LoseNext();
        Assert.False(await store.TryCommitAsync(_partition, [new LedgerWrite.Insert("taken", "2")], Stop));
        Assert.Equal(1, transport.Lost);
        Assert.Equal("1", (await store.GetAsync(_partition, "taken", Stop))!.Json);
    }

    private AzureTablesLedgerStore Open(out LosingTransport transport)
    {
        transport = new LosingTransport();
        TableClientOptions options = new() { Transport = transport };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new(new TableServiceClient(storage.ConnectionString, options));
    }
}
