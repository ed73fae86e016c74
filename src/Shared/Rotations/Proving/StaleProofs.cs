using TenantTokens.Durable;
using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// Marks for a probe the targets whose proof is no longer valid, and returns how many are marked. The first sighting after a proof is the
/// one that later sightings are compared with.
/// </summary>
public sealed class StaleProofs(RotationLedger rotations, DynatraceEnvironments environments, StaleProofMarks marks)
    : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("StaleProofs");

    /// <inheritdoc />
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        return await marks.MarkAsync(
            input,
            await inventory.ListActiveGatesAsync(cancellationToken),
            inventory.ListOneAgentsAsync(cancellationToken),
            cancellationToken);
    }
}
