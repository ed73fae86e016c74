namespace TenantTokens.Ledger;

/// <summary>The ledger is damaged or incomplete. Nothing is started on it.</summary>
/// <param name="place">The file or table.</param>
/// <param name="problem">What is wrong, as the end of a sentence that begins with the place.</param>
/// <param name="remedy">What to do; null for the usual remedy, a backup.</param>
public sealed class LedgerDamagedException(string place, string problem, string? remedy = null)
    : Exception($"The ledger cannot be trusted: {place}: {problem} Nothing was started or changed. {remedy ?? Restore}")
{
    /// <summary>What to do when something is missing or broken.</summary>
    public const string Restore = "Restore the ledger from a backup: 'tenant-token ledger import' into an empty data directory. "
        + "If you have no backup, check at Dynatrace whether a rotation is open, and end it there before you begin with an empty"
        + " directory.";

    /// <summary>The file or table.</summary>
    public string Place { get; } = place;
}
