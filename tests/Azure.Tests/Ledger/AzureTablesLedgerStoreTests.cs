using Azure.Data.Tables;
using TenantTokens.EngineContract;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;

namespace TenantTokens.AzureTests.Ledger;

public sealed class AzureTablesLedgerStoreTests(TableStorage storage) : LedgerStoreContract, IClassFixture<TableStorage>
{
    protected override Task<ILedgerStore> OpenAsync()
        => Task.FromResult<ILedgerStore>(new AzureTablesLedgerStore(new TableServiceClient(storage.ConnectionString)));
}
