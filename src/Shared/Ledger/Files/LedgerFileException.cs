namespace TenantTokens.Ledger.Files;

/// <summary>A ledger cannot be imported. Nothing was written.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class LedgerFileException(string message) : Exception(message);
