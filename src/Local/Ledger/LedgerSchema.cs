using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>The tables of ledger.db.</summary>
internal static class LedgerSchema
{
    /// <summary>The file format. The application id is "TTRl" in ASCII.</summary>
    public static SqliteFormat Format { get; } = new(Version: 1, ApplicationId: 0x5454526C, Sql, ["counter", "row"]);

    /// <summary>
    /// One counter for the whole file, which each commit increments. Its value is the row's tag, so no tag occurs twice, even after a
    /// delete.
    /// </summary>
    private const string Sql = """
        CREATE TABLE row (
            partition TEXT NOT NULL,
            key TEXT NOT NULL,
            json TEXT NOT NULL,
            etag INTEGER NOT NULL,
            PRIMARY KEY (partition, key)) WITHOUT ROWID;
        CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 0), value INTEGER NOT NULL);
        INSERT INTO counter VALUES (0, 0);
        """;
}
