using TenantTokens.Durable;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>How orchestrators retry an activity while the ledger, the vault, Dynatrace or ARM is down.</summary>
internal static class OutageRetry
{
    /// <summary>
    /// Five tries, one second after the first, then twice as long each time. Every activity can be repeated; those whose call must not be
    /// sent twice look first.
    /// </summary>
    public static RetryPolicy Policy { get; } = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));
}
