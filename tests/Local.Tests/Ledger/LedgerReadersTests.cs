using TenantTokens.Local.Ledger;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class LedgerReadersTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_connection_is_kept_for_the_next_reader_and_one_that_failed_is_not()
    {
        string file = _temporary.File("ledger.db");
        await using SqliteLedgerStore store = new(file);
        using LedgerReaders readers = new(file);
        LedgerReader first = readers.Read(static reader => reader);

        Assert.Same(first, readers.Read(static reader => reader));
        Assert.Throws<InvalidOperationException>(
            () => readers.Read<LedgerReader>(static _ => throw new InvalidOperationException("broken")));
        Assert.NotSame(first, readers.Read(static reader => reader));
    }

    [Fact]
    public async Task Two_readers_at_once_have_a_connection_each()
    {
        string file = _temporary.File("ledger.db");
        await using SqliteLedgerStore store = new(file);
        using LedgerReaders readers = new(file);

        Assert.False(readers.Read(outer => readers.Read(inner => ReferenceEquals(outer, inner))));
    }

    [Fact]
    public async Task Once_closed_nothing_is_read_and_no_connection_is_left()
    {
        string file = _temporary.File("ledger.db");
        await using SqliteLedgerStore store = new(file);
        LedgerReaders readers = new(file);
        LedgerReader late = readers.Read(reader =>
        {
            readers.Dispose(); // while somebody reads
            return reader;
        });

        Assert.Throws<ObjectDisposedException>(() => readers.Read(static reader => reader));
        Assert.ThrowsAny<Exception>(() => late.ReadCounter());
    }
}
