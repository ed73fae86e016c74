using TenantTokens.Durable;
using TenantTokens.Rotations.Sweeping;

namespace TenantTokens.Simulation.Bugs;

internal sealed class SweepFails()
    : PlantedBug("sweep-fails", "orchestration-failed", "The sweep after finish ends by an error")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(BeginSweepRound.Name, static (_, _, _) => throw new InvalidOperationException("Planted."));
}
