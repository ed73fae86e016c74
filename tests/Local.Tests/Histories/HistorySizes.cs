using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>The longest history that an orchestrator's instances ever had, read from the engine's journal.</summary>
internal sealed class HistorySizes : IDisposable
{
    /// <summary>No history may have more rows, whatever the engine.</summary>
    public const long Allowed = 1_000;

    private const string Read = """
        SELECT i.name, count(*), sum(3 + CASE WHEN h.asked IS NULL THEN 0 ELSE 1 + length(h.asked) - length(replace(h.asked, char(10), '')) END)
        FROM history AS h JOIN instance AS i ON i.key = h.instance
        WHERE i.status < 3 OR i.parent = 0 GROUP BY i.key
        """;

    private readonly SqliteConnection _journal;
    private readonly Dictionary<string, (long Turns, long Rows)> _largest = new(StringComparer.Ordinal);
    private long _seen = -1;

    public HistorySizes(string journalPath)
    {
        _journal = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = journalPath, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        _journal.Open();
    }

    /// <summary>
    /// By orchestrator: the turns, which are the rows of the journal, and the rows that Azure Storage would have (two for a turn, one for
    /// what it is told, one for each step that it asks for).
    /// </summary>
    public IReadOnlyDictionary<string, (long Turns, long Rows)> Largest => _largest;

    /// <summary>How many instances of an orchestrator live.</summary>
    public long Living(string name)
    {
        using SqliteCommand command = _journal.CreateCommand();
        command.CommandText = "SELECT count(*) FROM instance WHERE status < 3 AND name = $name";
        command.Parameters.AddWithValue("$name", name);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Looks.</summary>
    public void Look()
    {
        using SqliteCommand command = _journal.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        long version = (long)command.ExecuteScalar()!;
        if (version == _seen)
        {
            return; // nobody has written since
        }

        _seen = version;
        command.CommandText = Read;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            (long turns, long rows) = _largest.GetValueOrDefault(reader.GetString(0));
            _largest[reader.GetString(0)] = (Math.Max(turns, reader.GetInt64(1)), Math.Max(rows, reader.GetInt64(2)));
        }
    }

    public override string ToString()
        => string.Join(
            ", ",
            _largest.OrderBy(static one => one.Key, StringComparer.Ordinal)
                .Select(static one => $"{one.Key} {one.Value.Turns} turns and {one.Value.Rows} rows"));

    public void Dispose() => _journal.Dispose();
}
