using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ActiveGatesRestoredFirst()
    : PlantedBug("activegates-restored-first", "darkened-by-our-order", "ActiveGates go back to the old token before OneAgents")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(NextRestore.Name, static async (services, rotation, next) =>
        {
            NextRestore.Result outcome = await next(rotation);
            if (outcome.Step is not RestoreStep.Wave)
            {
                return outcome;
            }

            IReadOnlyList<WaveRecord> waves = await services.GetRequiredService<PlanLedger>()
                .ListWavesAsync(rotation, CancellationToken.None);
            return waves.FirstOrDefault(
                static wave =>
                    wave is { Action: TargetAction.Restore, Component: Component.ActiveGate, CompletedAt: null, IsProof: false })
                is { } gates
                ? new(RestoreStep.Wave, gates.Number, Component.ActiveGate)
                : outcome;
        });
}
