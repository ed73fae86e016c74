using TenantTokens.EngineContract;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Ledger;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class SqliteLedgerStoreTests : LedgerStoreContract
{
    private readonly TemporaryDirectory _temporary = new();

    [Fact]
    public async Task The_change_counter_moves_with_every_commit_of_any_store_and_with_nothing_else()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        SqliteLedgerStore store = (SqliteLedgerStore)Store;
        long before = await store.GetChangeCounterAsync();
        Assert.True(await Other.TryCommitAsync("p", [new LedgerWrite.Insert("k", "1")], stop));
        long after = await store.GetChangeCounterAsync();
        Assert.NotEqual(before, after);
        Assert.False(await Other.TryCommitAsync("p", [new LedgerWrite.Insert("k", "1")], stop));
        Assert.Equal(after, await store.GetChangeCounterAsync());
    }

    [Fact]
    public void A_ledger_of_a_newer_version_is_refused()
    {
        string path = _temporary.File("newer.db");
        using (Microsoft.Data.Sqlite.SqliteConnection newer = SqliteFile.Open(path, LedgerSchema.Format with { Version = 2 }))
        {
        }

        UnsupportedSchemaException refused = Assert.Throws<UnsupportedSchemaException>(() => new SqliteLedgerStore(path));
        Assert.Contains("schema version 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_and_what_SQLite_puts_beside_it_are_for_the_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix modes.");
            return;
        }

        foreach (string file in Directory.GetFiles(_temporary.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _temporary.Dispose();
    }

    protected override Task<ILedgerStore> OpenAsync() => Task.FromResult<ILedgerStore>(new SqliteLedgerStore(_temporary.File("ledger.db")));
}
