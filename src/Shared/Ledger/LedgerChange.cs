namespace TenantTokens.Ledger;

/// <summary>The change of a row.</summary>
/// <param name="Value">The new row. When it equals the old one and there are no other writes, nothing is committed.</param>
internal sealed record LedgerChange<T>(T Value)
    where T : class
{
    /// <summary>Writes of other rows of the same partition, which are committed together with this one or not at all.</summary>
    public IReadOnlyList<LedgerWrite> Beside { get; init; } = [];
}
