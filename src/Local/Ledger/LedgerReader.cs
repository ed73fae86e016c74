using System.Globalization;
using Microsoft.Data.Sqlite;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>A reading connection with its prepared statements. Only one thread at a time may use it.</summary>
internal sealed class LedgerReader : IDisposable
{
    /// <summary>The number of rows in a page.</summary>
    public const int PageSize = 500;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _page;
    private readonly SqliteStatement _pageOfAll;
    private readonly SqliteStatement _counter;

    public LedgerReader(string connectionString)
    {
        _connection = new(connectionString);
        _connection.Open();
        _find = new(_connection, "SELECT key, json, etag FROM row WHERE partition = $1 AND key = $2");
        _page = new(
            _connection,
            "SELECT key, json, etag FROM row WHERE partition = $1 AND key >= $2 AND key < $3 AND key > $4 ORDER BY key LIMIT $5");
        _pageOfAll = new(
            _connection,
            "SELECT key, json, etag, partition FROM row WHERE (partition, key) > ($1, $2) ORDER BY partition, key LIMIT $3");
        _counter = new(_connection, "SELECT value FROM counter");
    }

    /// <summary>Reads one row; null when there is none.</summary>
    public LedgerRow? Find(string partition, string key)
    {
        using SqliteDataReader reader = _find.Read(partition, key);
        return reader.Read() ? Row(reader) : null;
    }

    /// <summary>Reads the rows of a partition between two keys (the second excluded) that come after a third key.</summary>
    public List<LedgerRow> ReadPage(string partition, string start, string end, string after)
    {
        using SqliteDataReader reader = _page.Read(partition, start, end, after, PageSize);
        List<LedgerRow> page = [];
        while (reader.Read())
        {
            page.Add(Row(reader));
        }

        return page;
    }

    /// <summary>Reads the rows of all partitions that come after this one.</summary>
    public List<(string Partition, LedgerRow Row)> ReadPage(string partition, string key)
    {
        using SqliteDataReader reader = _pageOfAll.Read(partition, key, PageSize);
        List<(string Partition, LedgerRow Row)> page = [];
        while (reader.Read())
        {
            page.Add((reader.GetString(3), Row(reader)));
        }

        return page;
    }

    /// <summary>Reads the counter, which grows with every change.</summary>
    public long ReadCounter() => (long)_counter.Scalar()!;

    public void Dispose()
    {
        foreach (SqliteStatement statement in (SqliteStatement[])[_find, _page, _pageOfAll, _counter])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static LedgerRow Row(SqliteDataReader reader)
        => new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2).ToString(CultureInfo.InvariantCulture));
}
