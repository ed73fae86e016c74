namespace TenantTokens.Ledger;

/// <summary>What a row becomes.</summary>
/// <param name="Value">The new row. When it equals the old one and nothing is written beside it, nothing is committed.</param>
internal sealed record LedgerChange<T>(T Value)
    where T : class
{
    /// <summary>Writes of other rows of the same partition, which are committed with this one or not at all.</summary>
    public IReadOnlyList<LedgerWrite> Beside { get; init; } = [];
}
