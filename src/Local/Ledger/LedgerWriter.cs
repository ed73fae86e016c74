using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>
/// The one writing connection of this process. Commits that wait at the same time share one transaction and so one fsync; each one still
/// succeeds or fails alone.
/// </summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private const int LargestGroup = 64;

    private readonly Channel<LedgerCommit> _waiting = Channel.CreateUnbounded<LedgerCommit>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _readCounter;
    private readonly SqliteStatement _writeCounter;
    private readonly SqliteStatement _readTag;
    private readonly SqliteStatement _upsert;
    private readonly SqliteStatement _delete;
    private readonly Task _writing;

    public LedgerWriter(SqliteConnection connection, string path)
    {
        _path = path;
        _connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _rollback = new(connection, "ROLLBACK");
        _readCounter = new(connection, "SELECT value FROM counter");
        _writeCounter = new(connection, "UPDATE counter SET value = $1");
        _readTag = new(connection, "SELECT etag FROM row WHERE partition = $1 AND key = $2");
        _upsert = new(
            connection,
            "INSERT INTO row (partition, key, json, etag) VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET json = excluded.json, etag ="
                + " excluded.etag");
        _delete = new(connection, "DELETE FROM row WHERE partition = $1 AND key = $2");
        _writing = Task.Run(WriteAsync);
    }

    public Task<bool> CommitAsync(LedgerCommit commit)
    {
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(commit), this);
        return commit.Committed;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        foreach (SqliteStatement statement in (SqliteStatement[])[
            _begin,
            _commit,
            _rollback,
            _readCounter,
            _writeCounter,
            _readTag,
            _upsert,
            _delete,
        ])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private async Task WriteAsync()
    {
        List<LedgerCommit> group = new(LargestGroup);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out LedgerCommit? commit))
            {
                group.Add(commit);
            }

            Write(group);
            group.Clear();
        }
    }

    private void Write(List<LedgerCommit> group)
    {
        bool begun = false;
        try
        {
            _begin.Execute(); // waits for other processes, up to the busy timeout
            begun = true;
            long before = (long)_readCounter.Scalar()!;
            long counter = before;
            foreach (LedgerCommit commit in group)
            {
                if (commit.TryBegin() && (commit.Holds = Holds(commit)))
                {
                    Apply(commit, ++counter);
                }
            }

            if (counter != before)
            {
                _writeCounter.Execute(counter);
            }

            _commit.Execute();
        }
        catch (SqliteException exception)
        {
            TryRollBack(begun);
            Exception failure = SqliteFile.IsDamage(exception)
                ? new LedgerDamagedException(_path, "it is damaged: SQLite cannot write it.")
                : exception;
            group.ForEach(commit => commit.Fail(failure));
            return;
        }

        group.ForEach(static commit => commit.Complete());
    }

    private bool Holds(LedgerCommit commit)
    {
        foreach (LedgerWrite write in commit.Writes)
        {
            bool holds = write switch
            {
                LedgerWrite.Insert insert => Tag(commit.Partition, insert.Key) is null,
                LedgerWrite.Replace replace => Tag(commit.Partition, replace.Key) == replace.ETag,
                LedgerWrite.Delete delete => Tag(commit.Partition, delete.Key) == delete.ETag,
                _ => true,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private void Apply(LedgerCommit commit, long tag)
    {
        foreach (LedgerWrite write in commit.Writes)
        {
            _ = write switch
            {
                LedgerWrite.Insert insert => _upsert.Execute(commit.Partition, insert.Key, insert.Json, tag),
                LedgerWrite.Replace replace => _upsert.Execute(commit.Partition, replace.Key, replace.Json, tag),
                LedgerWrite.Upsert upsert => _upsert.Execute(commit.Partition, upsert.Key, upsert.Json, tag),
                _ => _delete.Execute(commit.Partition, write.Key),
            };
        }
    }

    private string? Tag(string partition, string key) => ((long?)_readTag.Scalar(partition, key))?.ToString(CultureInfo.InvariantCulture);

    private void TryRollBack(bool begun)
    {
        try
        {
            if (begun)
            {
                _rollback.Execute();
            }
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back, as it does when the disk is full
            // (https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction).
        }
    }
}
