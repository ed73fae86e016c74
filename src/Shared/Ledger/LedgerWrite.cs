namespace TenantTokens.Ledger;

/// <summary>One write of a commit.</summary>
public abstract record LedgerWrite
{
    private LedgerWrite(string key) => Key = key;

    /// <summary>The key of the row.</summary>
    public string Key { get; }

    /// <summary>Adds a row. The commit fails when the row exists.</summary>
    public sealed record Insert(string RowKey, string Json) : LedgerWrite(RowKey);

    /// <summary>Replaces a row. The commit fails unless the row exists with this tag.</summary>
    public sealed record Replace(string RowKey, string Json, string ETag) : LedgerWrite(RowKey);

    /// <summary>Adds or replaces a row, without a condition.</summary>
    public sealed record Upsert(string RowKey, string Json) : LedgerWrite(RowKey);

    /// <summary>Deletes a row. The commit fails unless the row exists with this tag.</summary>
    public sealed record Delete(string RowKey, string ETag) : LedgerWrite(RowKey);
}
