using System.Text.Json.Nodes;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Simulator;

namespace TenantTokens.Scenarios.Tests;

/// <summary>
/// What the clock that jumps cannot show: the local host, its engine on threads of its own, and the driver that hears what others write.
/// </summary>
public sealed class LocalHostTests
{
    [Fact]
    public async Task It_hears_what_people_write_and_sweeps_after_finish()
    {
        await using Scenario scenario = await Scenario.StartAsync(machines: 20, OneAtATime);
        scenario.Plant(new Fault(FaultKind.MachineOff) { Count = 1, Component = "oneagent" });
        await scenario.RotateAsync();
        await scenario.UntilAsync(
            static seen => seen.Rotation.Phase is RotationPhase.RotatingOneAgents && seen.Coverage.Rotated > 6,
            "OneAgents are rotated");

        await scenario.TellAsync(OperatorCommandKind.Pause);
        await scenario.UntilAsync(
            static seen => seen.Rotation.Paused && seen.Targets.Any(static target => target.State is TargetState.Pending),
            "paused in mid-wave");
        await scenario.TellAsync(OperatorCommandKind.Resume);
        await scenario.ApproveAndCompleteAsync();
        scenario.TurnEverythingOn();

        await scenario.UntilAsync(static seen => seen.Coverage is { Unreachable: 0, Pending: 0 }, "the sweep has it");
    }

    private static void OneAtATime(JsonObject configuration)
    {
        configuration["policy"]!["maxInFlight"] = 1;
        configuration["policy"]!["maxInFlightPerLane"] = 1;
    }
}
