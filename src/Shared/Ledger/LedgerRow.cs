namespace TenantTokens.Ledger;

/// <summary>One row of the ledger.</summary>
/// <param name="Key">Unique in its partition; ordinal order. Letters, digits and <c>| : . _ - ~ @</c>, 1 to 400 characters.</param>
/// <param name="Json">The value, under 60 KB.</param>
/// <param name="ETag">Changes with every write of the row.</param>
public sealed record LedgerRow(string Key, string Json, string ETag);
