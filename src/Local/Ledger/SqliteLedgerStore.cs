using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>The ledger in a SQLite file, which several processes may read and write at once.</summary>
public sealed class SqliteLedgerStore : ILedgerStore, IAsyncDisposable
{
    private const int PageSize = 500;
    private readonly LedgerWriter _writer;
    private readonly string _readers;

    /// <summary>Opens the file, creating it (0600 on Unix) if it is missing.</summary>
    /// <param name="path">The file, see <see cref="DataDirectory.LedgerPath"/>.</param>
    /// <exception cref="UnsupportedSchemaException">A newer version wrote it.</exception>
    public SqliteLedgerStore(string path)
    {
        _writer = new LedgerWriter(SqliteFile.Open(path, LedgerSchema.Version, LedgerSchema.Sql));
        _readers = SqliteFile.ConnectionString(path, pooling: true);
    }

    /// <inheritdoc />
    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using SqliteConnection connection = Open();
        using SqliteStatement statement = new(connection, "SELECT key, json, etag FROM row WHERE partition = $1 AND key = $2");
        using SqliteDataReader reader = statement.Read(partition, key);
        return Task.FromResult(reader.Read() ? Row(reader) : null);
    }

    /// <inheritdoc />
    /// <remarks>Read in pages, so a slow reader holds nothing open; rows written meanwhile may or may not be seen, as with Azure Tables.</remarks>
    public async IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string end = keyPrefix + '\x7f'; // keys are printable ASCII
        string after = "";
        List<LedgerRow> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = ReadPage(partition, keyPrefix, end, after);
            foreach (LedgerRow row in page)
            {
                yield return row;
                after = row.Key;
            }
        }
        while (page.Count == PageSize);

        await Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        LedgerCommitRules.ThrowIfBroken(partition, writes);
        cancellationToken.ThrowIfCancellationRequested();
        return await _writer.CommitAsync(new LedgerCommit(partition, writes, cancellationToken));
    }

    /// <summary>A number that grows whenever any process has committed a change: cheap enough to be asked several times a second.</summary>
    public Task<long> GetChangeCounterAsync()
    {
        using SqliteConnection connection = Open();
        using SqliteStatement statement = new(connection, "SELECT value FROM counter");
        return Task.FromResult((long)statement.Scalar()!);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        using SqliteConnection pool = new(_readers);
        SqliteConnection.ClearPool(pool);
    }

    private static LedgerRow Row(SqliteDataReader reader) => new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2).ToString(CultureInfo.InvariantCulture));

    private List<LedgerRow> ReadPage(string partition, string start, string end, string after)
    {
        using SqliteConnection connection = Open();
        using SqliteStatement statement = new(
            connection, "SELECT key, json, etag FROM row WHERE partition = $1 AND key >= $2 AND key < $3 AND key > $4 ORDER BY key LIMIT $5");
        using SqliteDataReader reader = statement.Read(partition, start, end, after, PageSize);
        List<LedgerRow> page = [];
        while (reader.Read())
        {
            page.Add(Row(reader));
        }

        return page;
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(_readers);
        connection.Open();
        return connection;
    }
}
