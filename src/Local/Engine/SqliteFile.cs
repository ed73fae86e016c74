using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Engine;

/// <summary>
/// Opens our database files, always in the same way: readable by the owner only, WAL, fully synchronous, and only if the file is intact and
/// ours.
/// </summary>
/// <remarks>
/// synchronous=FULL: in WAL mode NORMAL may lose the last commits on a power cut (https://sqlite.org/pragma.html#pragma_synchronous). A
/// lost "start was sent" means a token that cannot be found again. With group commits this costs one fsync per batch.
/// </remarks>
internal static class SqliteFile
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private const string TableNames = """
        SELECT group_concat(name, ',')
        FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name)
        """;

    /// <exception cref="UnsupportedSchemaException">A newer version wrote the file.</exception>
    /// <exception cref="DamagedFileException">The file is damaged or belongs to another program.</exception>
    public static SqliteConnection Open(string path, SqliteFormat format)
    {
        DataDirectory.CreateOwnerOnlyFile(path);
        SqliteConnection connection = new(ConnectionString(path, pooling: false));
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 30000;");
            Prepare(connection, path, format);
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
            Number(connection, "PRAGMA schema_version"); // a read opens the -wal file, which then exists as long as this connection
            return connection;
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            connection.Dispose();
            throw new DamagedFileException(path, "it is damaged, or no SQLite database.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether SQLite reports that the file's content cannot be right.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    public static string ConnectionString(string path, bool pooling)
        => new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = pooling,
            DefaultTimeout = 30,
        }.ToString();

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Prepare(SqliteConnection connection, string path, SqliteFormat format)
    {
        if (!IsReady(connection, path, format))
        {
            // Two processes may be here at once; the second one finds the work done.
            Execute(connection, "BEGIN IMMEDIATE");
            if (!IsReady(connection, path, format))
            {
                string schema = Number(connection, "PRAGMA user_version") == 0 ? format.Schema : "";
                Execute(connection, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{schema} PRAGMA user_version = {format.Version}; PRAGMA application_id = {format.ApplicationId};"));
            }

            Execute(connection, "COMMIT");
        }

        if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
        {
            throw new DamagedFileException(path, "it is damaged: SQLite's own check of the file fails.");
        }
    }

    /// <summary>
    /// Whether the file is already marked as ours. False for an empty file, and for one of ours from before files were marked.
    /// </summary>
    private static bool IsReady(SqliteConnection connection, string path, SqliteFormat format)
    {
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");
        if (application != 0 && application != format.ApplicationId)
        {
            string problem = string.Create(CultureInfo.InvariantCulture, $"it belongs to another program (application id {application}).");
            throw new DamagedFileException(path, problem);
        }

        string tables = (string?)Scalar(connection, TableNames) ?? "";
        bool isOurs = tables == string.Join(',', format.Tables);
        return (application, version, tables) switch
        {
            (0, 0, "") => false,
            (0, _, _) when !isOurs => throw new DamagedFileException(path, "it belongs to another program: its tables are different."),
            _ when version > format.Version => throw new UnsupportedSchemaException(path, version, format.Version),
            _ when !isOurs => throw new DamagedFileException(path, "it is damaged: tables are missing."),
            _ => application != 0,
        };
    }

    private static long Number(SqliteConnection connection, string sql) => (long)Scalar(connection, sql)!;

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }
}
