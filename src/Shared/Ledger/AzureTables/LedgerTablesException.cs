namespace TenantTokens.Ledger.AzureTables;

/// <summary>
/// A setting that says where the ledger's tables are is wrong. The message never contains the value, which may hold a key.
/// </summary>
/// <param name="setting">The name of the setting.</param>
/// <param name="problem">What is wrong and what is allowed.</param>
public sealed class LedgerTablesException(string setting, string problem) : Exception($"{setting} {problem}")
{
    /// <summary>The name of the setting.</summary>
    public string Setting { get; } = setting;
}
