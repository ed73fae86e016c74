using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Engine;

/// <summary>Opens a database file the way every file of ours is opened: owner only, WAL, fully synchronous, its schema version checked.</summary>
/// <remarks>
/// synchronous=FULL: in WAL mode NORMAL may lose the last commits on a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
/// A lost "start was sent" is a token nobody can find again; group commits make the price one fsync per batch.
/// </remarks>
internal static class SqliteFile
{
    public static SqliteConnection Open(string path, long version, string schema)
    {
        DataDirectory.CreateOwnerOnlyFile(path);
        SqliteConnection connection = new(ConnectionString(path, pooling: false));
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
            Upgrade(connection, path, version, schema);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static string ConnectionString(string path, bool pooling)
        => new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = pooling, DefaultTimeout = 30 }.ToString();

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Upgrade(SqliteConnection connection, string path, long version, string schema)
    {
        if (Version(connection) == version)
        {
            return;
        }

        // Two processes may be here at once: the second one finds the work done.
        Execute(connection, "BEGIN IMMEDIATE");
        long found = Version(connection);
        if (found > version)
        {
            throw new UnsupportedSchemaException(path, found, version);
        }

        if (found == 0)
        {
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"{schema} PRAGMA user_version = {version};"));
        }

        Execute(connection, "COMMIT");
    }

    private static long Version(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }
}
