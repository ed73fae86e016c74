namespace TenantTokens.Ledger;

/// <summary>One write of a commit.</summary>
public abstract record LedgerWrite
{
    private LedgerWrite(string key) => Key = key;

    /// <summary>The row that is written.</summary>
    public string Key { get; }

    /// <summary>Adds a row; the commit fails when it exists.</summary>
    public sealed record Insert(string RowKey, string Json) : LedgerWrite(RowKey);

    /// <summary>Replaces a row; the commit fails unless it exists with this tag.</summary>
    public sealed record Replace(string RowKey, string Json, string ETag) : LedgerWrite(RowKey);

    /// <summary>Adds or replaces a row, whatever is there.</summary>
    public sealed record Upsert(string RowKey, string Json) : LedgerWrite(RowKey);

    /// <summary>Deletes a row; the commit fails unless it exists with this tag.</summary>
    public sealed record Delete(string RowKey, string ETag) : LedgerWrite(RowKey);
}
