namespace TenantTokens.Local.Engine;

/// <summary>The tables of journal.db. Times are UTC ticks.</summary>
internal static class JournalSchema
{
    /// <summary>The file format. The application id is "TTRj" in ASCII.</summary>
    public static SqliteFormat Format { get; } = new(Version: 1, ApplicationId: 0x5454526A, Sql, ["history", "inbox", "instance"]);

    /// <summary>
    /// instance: one row per run. history: one row per turn, so that an activity costs one row: its result and the step that the code
    /// requests next are one turn. inbox: events that could not be delivered in the transaction in which they happened.
    /// </summary>
    private const string Sql = """
        CREATE TABLE instance (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            parent INTEGER NOT NULL,
            parent_step INTEGER NOT NULL,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            input TEXT,
            custom_status TEXT,
            output TEXT,
            failure_type TEXT,
            failure_message TEXT);
        CREATE INDEX instance_parent ON instance (parent) WHERE parent <> 0;
        CREATE INDEX instance_live ON instance (key) WHERE status < 3;
        CREATE TABLE history (
            instance INTEGER NOT NULL,
            turn INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            step INTEGER NOT NULL,
            name TEXT,
            payload TEXT,
            asked TEXT,
            PRIMARY KEY (instance, turn)) WITHOUT ROWID;
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY,
            instance INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            step INTEGER NOT NULL,
            name TEXT,
            payload TEXT);
        CREATE INDEX inbox_instance ON inbox (instance);
        """;
}
