using TenantTokens.Durable;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Rotations;

/// <summary>Which wave to run. Kept in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave's number.</param>
/// <param name="Waits">The policy's waits.</param>
/// <param name="FromLane">The first lane to run: those before it were run by an orchestration whose history was full.</param>
public sealed record WaveInput(string RotationId, int Wave, RotationWaits Waits, int FromLane = 0)
{
    /// <summary>For outages of the ledger, the vault or ARM while a wave runs.</summary>
    internal static RetryPolicy Outage { get; } = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));
}
