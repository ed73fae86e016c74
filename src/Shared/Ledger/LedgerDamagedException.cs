namespace TenantTokens.Ledger;

/// <summary>The ledger cannot be trusted to tell the truth. Nothing is started beside it.</summary>
/// <param name="place">Which file or table.</param>
/// <param name="problem">What is wrong, as the end of a sentence that begins with the place.</param>
/// <param name="remedy">The way out; null for the usual one, a backup.</param>
public sealed class LedgerDamagedException(string place, string problem, string? remedy = null)
    : Exception($"The ledger cannot be trusted: {place}: {problem} Nothing was started or changed. {remedy ?? Restore}")
{
    /// <summary>The way out when something is missing or broken.</summary>
    public const string Restore = "Restore the ledger from a backup: 'tenant-token ledger import' into an empty data directory. "
        + "If you have no backup, check at Dynatrace whether a rotation is open, and end it there before you begin with an empty"
        + " directory.";

    /// <summary>Which file or table.</summary>
    public string Place { get; } = place;
}
