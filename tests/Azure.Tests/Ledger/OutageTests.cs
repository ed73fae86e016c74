using Azure;
using Azure.Data.Tables;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;

namespace TenantTokens.AzureTests.Ledger;

/// <summary>
/// "False" means that somebody else wrote. Whoever gets it reads again and tries again, so nothing else may look like it.
/// </summary>
public sealed class OutageTests(TableStorage storage) : IClassFixture<TableStorage>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_is_gone_is_an_outage_and_no_refused_condition()
    {
        TableServiceClient service = new(storage.ConnectionString);
        AzureTablesLedgerStore store = new(service, "gone");
        Assert.True(await store.TryCommitAsync("p", [new LedgerWrite.Insert("k", "1")], Stop));
        await service.DeleteTableAsync("gone", Stop);
        RequestFailedException outage = await Assert.ThrowsAnyAsync<RequestFailedException>(
            () => store.TryCommitAsync("p", [new LedgerWrite.Replace("k", "2", "W/\"x\"")], Stop));
        Assert.Equal(404, outage.Status);
    }

    [Fact]
    public async Task The_table_is_made_when_it_is_first_asked_for()
    {
        AzureTablesLedgerStore store = new(new TableServiceClient(storage.ConnectionString), "fresh");
        Assert.Null(await store.GetAsync("p", "k", Stop));
        await foreach (LedgerRow row in new AzureTablesLedgerStore(new TableServiceClient(storage.ConnectionString), "fresher")
            .QueryAsync("p", "", Stop))
        {
            Assert.Fail($"There is a row {row.Key}.");
        }
    }
}
