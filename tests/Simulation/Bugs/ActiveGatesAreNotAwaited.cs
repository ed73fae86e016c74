using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ActiveGatesAreNotAwaited()
    : PlantedBug(
        "activegates-are-not-awaited",
        "oneagent-before-activegate",
        "OneAgents are sent the new token while ActiveGates still have the old one")
{
    public override void Plant(DurableTaskRegistry registry)
    {
        registry.WrapActivity(
            CountOpenTargets.Name,
            static async (_, rotation, count) => await count(rotation) with { UnsettledGates = 0 });
        registry.WrapActivity(
            NextWave.Name,
            static (_, next, run) => next is { Component: Component.ActiveGate, Action: TargetAction.Apply }
                ? Task.FromResult(new NextWave.Result(null, IsCanary: false, IsLast: true))
                : run(next));
    }
}
