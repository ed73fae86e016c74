using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>The ledger in a SQLite file, which several processes may read and write at the same time.</summary>
public sealed class SqliteLedgerStore : ILedgerStore, IAsyncDisposable
{
    private readonly LedgerWriter _writer;
    private readonly LedgerReaders _readers;
    private readonly OpenMark _mark;

    /// <summary>Opens the file. Creates it (0600 on Unix) if it is missing.</summary>
    /// <param name="path">The path of the file, see <see cref="DataDirectory.LedgerPathIn"/>.</param>
    /// <exception cref="UnsupportedSchemaException">A newer version wrote the file.</exception>
    /// <exception cref="LedgerDamagedException">The file is damaged, belongs to another program, or a part of it is missing.</exception>
    public SqliteLedgerStore(string path)
    {
        Place = path;
        _mark = OpenMark.Check(path);
        try
        {
            _writer = new LedgerWriter(SqliteFile.Open(path, LedgerSchema.Format), path);
        }
        catch (DamagedFileException damaged)
        {
            throw new LedgerDamagedException(path, damaged.Problem);
        }

        _readers = new LedgerReaders(path);
        _mark.Set();
    }

    /// <inheritdoc />
    public string Place { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string partition, string key) = ("", "");
        List<(string Partition, LedgerRow Row)> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string fromPartition, string fromKey) = (partition, key);
            page = Read(reader => reader.ReadPage(fromPartition, fromKey));
            foreach ((string Partition, LedgerRow Row) row in page)
            {
                yield return row;
                (partition, key) = (row.Partition, row.Row.Key);
            }
        }
        while (page.Count == LedgerReader.PageSize);

        await Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(reader => reader.Find(partition, key)));
    }

    /// <inheritdoc />
    /// <remarks>Reads in pages, so a slow reader keeps nothing open. Rows written meanwhile may be missing, as with Azure Tables.</remarks>
    public async IAsyncEnumerable<LedgerRow> QueryAsync(
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string end = keyPrefix + '\x7f'; // keys are printable ASCII
        string after = "";
        List<LedgerRow> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            string last = after;
            page = Read(reader => reader.ReadPage(partition, keyPrefix, end, last));
            foreach (LedgerRow row in page)
            {
                yield return row;
                after = row.Key;
            }
        }
        while (page.Count == LedgerReader.PageSize);

        await Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        LedgerCommitRules.ThrowIfBroken(partition, writes);
        cancellationToken.ThrowIfCancellationRequested();
        return await _writer.CommitAsync(new LedgerCommit(partition, writes, cancellationToken));
    }

    /// <summary>
    /// Returns a number that grows whenever any process has committed a change. It is cheap enough to be called several times a second.
    /// </summary>
    public Task<long> GetChangeCounterAsync() => Task.FromResult(_readers.Read(static reader => reader.ReadCounter()));

    /// <summary>As <see cref="DisposeAsync"/>, for a store to which nothing was written.</summary>
    internal void Close() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Writes the waiting commits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        _mark.Clear();
    }

    private T Read<T>(Func<LedgerReader, T> read)
    {
        try
        {
            return _readers.Read(read);
        }
        catch (SqliteException exception) when (SqliteFile.IsDamage(exception))
        {
            throw new LedgerDamagedException(Place, "it is damaged: SQLite cannot read it.");
        }
    }
}
