using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Engine;

/// <summary>Records all instances. It has one connection, used only by the loop's thread; a batch of turns is one transaction.</summary>
internal sealed class Journal(string path) : IDisposable
{
    private readonly List<SqliteStatement> _statements = [];
    private readonly HashSet<OrchestrationInstance> _changed = [];
    private SqliteConnection? _connection;
    private bool _inTransaction;
    private long _lastKey;
    private long _lastInboxId;

    private SqliteStatement _begin = null!;
    private SqliteStatement _commit = null!;
    private SqliteStatement _insertInstance = null!;
    private SqliteStatement _updateInstance = null!;
    private SqliteStatement _deleteInstance = null!;
    private SqliteStatement _insertTurn = null!;
    private SqliteStatement _deleteTurns = null!;
    private SqliteStatement _insertInbox = null!;
    private SqliteStatement _deleteInbox = null!;
    private SqliteStatement _deleteInboxOf = null!;

    /// <summary>Reads what is recorded, including writes since the last commit.</summary>
    public JournalReader Reader { get; private set; } = null!;

    /// <summary>Called before and after each commit. A test that throws here simulates a process that dies at that moment.</summary>
    internal Action<bool>? CommitProbe { get; set; }

    /// <summary>
    /// Opens the file. A damaged file is moved aside and replaced by an empty one: the ledger has everything that matters.
    /// </summary>
    /// <returns>The new path of the damaged file; null when the file was intact.</returns>
    /// <exception cref="UnsupportedSchemaException">A newer version wrote the file.</exception>
    public string? Open(DateTimeOffset now)
    {
        try
        {
            OpenWhole();
            return null;
        }
        catch (DamagedFileException)
        {
            string aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{now.UtcDateTime:yyyyMMddHHmmssfff}");
            File.Move(path, aside);
            File.Delete($"{path}-wal");
            File.Delete($"{path}-shm");
            OpenWhole();
            return aside;
        }
    }

    private void OpenWhole()
    {
        _connection = SqliteFile.Open(path, JournalSchema.Format);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _insertInstance = Prepare(
            "INSERT INTO instance (key, id, name, parent, parent_step, status, created, updated, input) VALUES ($1, $2, $3, $4, $5, $6,"
                + " $7, $7, $8)");
        _updateInstance = Prepare(
            "UPDATE instance SET status = $2, updated = $3, custom_status = $4, output = $5, failure_type = $6, failure_message = $7"
                + " WHERE key = $1");
        _deleteInstance = Prepare("DELETE FROM instance WHERE key = $1");
        _insertTurn = Prepare(
            "INSERT INTO history (instance, turn, at, kind, step, name, payload, asked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _deleteTurns = Prepare("DELETE FROM history WHERE instance = $1");
        _insertInbox = Prepare("INSERT INTO inbox (id, instance, kind, step, name, payload) VALUES ($1, $2, $3, $4, $5, $6)");
        _deleteInbox = Prepare("DELETE FROM inbox WHERE id = $1");
        _deleteInboxOf = Prepare("DELETE FROM inbox WHERE instance = $1");
        Reader = new(_connection);
        _lastKey = Single("SELECT max(max(key), max(parent)) FROM instance");
        _lastInboxId = Single("SELECT max(id) FROM inbox");
    }

    public long NextKey() => ++_lastKey;

    public void InsertInstance(OrchestrationInstance instance)
    {
        Begin();
        _insertInstance.Execute(
            instance.Key,
            instance.InstanceId,
            instance.Name,
            instance.ParentKey,
            instance.ParentStep,
            (int)instance.Status,
            instance.CreatedAt.Ticks,
            instance.InputJson);
    }

    /// <summary>Marks the instance's row for writing, which happens once at the end of the batch however often it changes.</summary>
    public void Update(OrchestrationInstance instance)
    {
        Begin();
        _changed.Add(instance);
    }

    public void InsertTurn(OrchestrationInstance instance, TurnEvent happened, DateTime at, string? asked)
    {
        Begin();
        _insertTurn.Execute(
            instance.Key,
            instance.Turns - 1,
            at.Ticks,
            (int)happened.Kind,
            happened.Step,
            happened.Name,
            happened.Payload,
            asked);
    }

    public void DeleteTurns(long key)
    {
        Begin();
        _deleteTurns.Execute(key);
    }

    public long InsertInbox(long key, TurnEvent happened)
    {
        Begin();
        _insertInbox.Execute(++_lastInboxId, key, (int)happened.Kind, happened.Step, happened.Name, happened.Payload);
        return _lastInboxId;
    }

    public void DeleteInbox(long inboxId)
    {
        Begin();
        _deleteInbox.Execute(inboxId);
    }

    public void DeleteInboxOf(long key)
    {
        Begin();
        _deleteInboxOf.Execute(key);
    }

    /// <summary>Deletes a finished instance with all its finished descendants.</summary>
    /// <returns>False when there was no such instance.</returns>
    public bool DeleteFinished(string instanceId)
    {
        IReadOnlyList<long> keys = FindFinishedTree(instanceId);
        foreach (long key in keys)
        {
            Begin();
            _deleteTurns.Execute(key);
            _deleteInboxOf.Execute(key);
            _deleteInstance.Execute(key);
        }

        return keys.Count > 0;
    }

    /// <summary>Returns the keys of a finished instance and of its finished descendants.</summary>
    public IReadOnlyList<long> FindFinishedTree(string instanceId)
    {
        WriteChanged(); // it may have finished in this batch
        return Reader.FindFinishedTree(instanceId);
    }

    /// <summary>Makes everything since the last commit durable, or none of it.</summary>
    public void Commit()
    {
        if (!_inTransaction)
        {
            return;
        }

        WriteChanged();
        CommitProbe?.Invoke(false);
        _commit.Execute();
        _inTransaction = false;
        CommitProbe?.Invoke(true);
    }

    public void Dispose()
    {
        _statements.ForEach(static statement => statement.Dispose());
        Reader?.Dispose();
        _connection?.Dispose();
    }

    private void WriteChanged()
    {
        foreach (OrchestrationInstance instance in _changed)
        {
            _updateInstance.Execute(
                instance.Key,
                (int)instance.Status,
                instance.UpdatedAt.Ticks,
                instance.CustomStatusJson,
                instance.OutputJson,
                instance.FailureType,
                instance.FailureMessage);
        }

        _changed.Clear();
    }

    private void Begin()
    {
        if (!_inTransaction)
        {
            _begin.Execute();
            _inTransaction = true;
        }
    }

    private SqliteStatement Prepare(string sql)
    {
        SqliteStatement statement = new(_connection!, sql);
        _statements.Add(statement);
        return statement;
    }

    private long Single(string sql)
    {
        using SqliteStatement statement = new(_connection!, sql);
        return (long?)statement.Scalar() ?? 0;
    }
}
