using Microsoft.Data.Sqlite;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Reads the journal of an open file. Only the loop's thread uses it.</summary>
internal sealed class JournalReader : IDisposable
{
    private const string Metadata = """
        SELECT id, name, status, created,
            max(updated, coalesce((SELECT at FROM history WHERE instance = key ORDER BY turn DESC LIMIT 1), 0)),
            custom_status, output, failure_type, failure_message
        FROM instance
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _readMetadata;
    private readonly SqliteStatement _readAllMetadata;
    private readonly SqliteStatement _readTurns;
    private readonly SqliteStatement _readFinishedTree;

    public JournalReader(SqliteConnection connection)
    {
        _connection = connection;
        _readMetadata = new(connection, Metadata + " WHERE id = $1");
        _readAllMetadata = new(connection, Metadata + " WHERE id >= $1 AND id < $2 ORDER BY id");
        _readTurns = new(connection, "SELECT kind, step, name, payload, at, asked FROM history WHERE instance = $1 ORDER BY turn");
        _readFinishedTree = new(connection, """
            WITH RECURSIVE tree (key) AS (
                SELECT key FROM instance WHERE id = $1 AND status >= 3
                UNION ALL
                SELECT child.key FROM instance AS child JOIN tree ON child.parent = tree.key WHERE child.parent <> 0 AND child.status >= 3)
            SELECT key FROM tree
            """);
    }

    public OrchestrationMetadata? ReadMetadata(string instanceId)
    {
        using SqliteDataReader reader = _readMetadata.Read(instanceId);
        return reader.Read() ? ReadMetadata(reader) : null;
    }

    public IReadOnlyList<OrchestrationMetadata> ReadAllMetadata(OrchestrationQuery query)
    {
        List<OrchestrationMetadata> found = [];
        string prefix = query.InstanceIdPrefix ?? "";
        using SqliteDataReader reader = _readAllMetadata.Read(prefix, prefix + '\x7f'); // ids are printable ASCII
        while (reader.Read())
        {
            if (query.Statuses is null || query.Statuses.Contains((OrchestrationRuntimeStatus)reader.GetInt32(2)))
            {
                found.Add(ReadMetadata(reader));
            }
        }

        return found;
    }

    /// <summary>Reads the instances that are not finished, parents before their children.</summary>
    public IReadOnlyList<OrchestrationInstance> ReadLive()
    {
        List<OrchestrationInstance> found = [];
        using SqliteStatement statement = new(
            _connection,
            "SELECT key, id, name, parent, parent_step, status, created, updated, input, custom_status FROM instance WHERE status < 3"
                + " ORDER BY key");
        using SqliteDataReader reader = statement.Read();
        while (reader.Read())
        {
            found.Add(new OrchestrationInstance
            {
                Key = reader.GetInt64(0),
                InstanceId = reader.GetString(1),
                Name = reader.GetString(2),
                ParentKey = reader.GetInt64(3),
                ParentStep = reader.GetInt32(4),
                Status = (OrchestrationRuntimeStatus)reader.GetInt32(5),
                CreatedAt = Time(reader, 6),
                UpdatedAt = Time(reader, 7),
                InputJson = Text(reader, 8),
                CustomStatusJson = Text(reader, 9),
            });
        }

        return found;
    }

    public IEnumerable<RecordedTurn> ReadTurns(long key)
    {
        using SqliteDataReader reader = _readTurns.Read(key);
        while (reader.Read())
        {
            yield return new RecordedTurn(ReadEvent(reader, 0), Time(reader, 4), Text(reader, 5));
        }
    }

    /// <summary>Reads the events that wait in the inbox, oldest first: the instance's key, the row's id and the event.</summary>
    public IReadOnlyList<(long Key, long InboxId, TurnEvent Happened)> ReadInbox()
    {
        List<(long, long, TurnEvent)> found = [];
        using SqliteStatement statement = new(_connection, "SELECT kind, step, name, payload, instance, id FROM inbox ORDER BY id");
        using SqliteDataReader reader = statement.Read();
        while (reader.Read())
        {
            found.Add((reader.GetInt64(4), reader.GetInt64(5), ReadEvent(reader, 0)));
        }

        return found;
    }

    /// <summary>Returns the keys of a finished instance and of its finished descendants.</summary>
    public List<long> FindFinishedTree(string instanceId)
    {
        List<long> keys = [];
        using SqliteDataReader reader = _readFinishedTree.Read(instanceId);
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    public void Dispose()
    {
        _readMetadata.Dispose();
        _readAllMetadata.Dispose();
        _readTurns.Dispose();
        _readFinishedTree.Dispose();
    }

    private static OrchestrationMetadata ReadMetadata(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        (OrchestrationRuntimeStatus)reader.GetInt32(2),
        new(Time(reader, 3)),
        new(Time(reader, 4)),
        Text(reader, 5),
        Text(reader, 6),
        Text(reader, 7),
        Text(reader, 8));

    private static TurnEvent ReadEvent(SqliteDataReader reader, int at)
        => new((TurnKind)reader.GetInt32(at), reader.GetInt32(at + 1), Text(reader, at + 2), Text(reader, at + 3));

    private static DateTime Time(SqliteDataReader reader, int column) => new(reader.GetInt64(column), DateTimeKind.Utc);

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
