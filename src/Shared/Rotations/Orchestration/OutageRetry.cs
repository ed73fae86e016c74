using TenantTokens.Durable;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>The retry policy for activities during an outage of the ledger, the vault, Dynatrace or ARM.</summary>
internal static class OutageRetry
{
    /// <summary>
    /// Five attempts: the second after one second, each further wait twice as long. Every activity can be repeated; those whose call must
    /// not be sent twice check first.
    /// </summary>
    public static RetryPolicy Policy { get; } = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));
}
