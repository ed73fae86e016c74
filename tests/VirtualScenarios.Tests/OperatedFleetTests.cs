using TenantTokens.Approvals;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Rotations where Kubernetes operators move agents, and over several environments.</summary>
public sealed class OperatedFleetTests
{
    [Fact]
    public Task Operators_that_are_not_held_block_the_plan_and_confirmed_they_do_not() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.KubernetesAgents) { Count = 2, Zone = "zone-a" }, new Fault(FaultKind.HoldOperators));
        await scenario.RotateAsync();

        RotationSnapshot blocked = await scenario.UntilParkedAsync(ParkCodes.PlanBlocked);

        Assert.Contains("held", blocked.Rotation.ParkReason!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new CallCounts(0, 0, 0), scenario.World.Requests);
        await scenario.TellAsync(OperatorCommandKind.Abort);
        await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Cancelled, "cancelled");
        await scenario.RotateAsync(new("sim00001", "rachel", PlanConfirmed: true) { OperatorsHeld = true });
        Assert.Contains((await scenario.UntilGateAsync(GateKind.Finish)).Rest, static item => item.State == "SelfRotating");
        scenario.Plant(new Fault(FaultKind.ReleaseOperators));
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task An_operator_that_is_said_to_be_held_and_is_not_shows_on_the_meter_and_stops_the_rotation()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(
                time,
                change: static configuration => configuration["policy"]!["gateSoak"] = "1.00:00:00");
            scenario.Plant(new Fault(FaultKind.KubernetesAgents) { Count = 2, Zone = "zone-a" });

            await scenario.RotateAsync(new("sim00001", "rachel", PlanConfirmed: true) { OperatorsHeld = true });
            RotationSnapshot parked = await scenario.UntilParkedAsync(ParkCodes.RejectedMessagesRose);

            Assert.Equal(1, parked.Targets.Count(static target => target.IsTouched));
            Assert.All(scenario.World.Heartbeats.RejectedFrom, static name => Assert.StartsWith("node-", name, StringComparison.Ordinal));
            Assert.NotEmpty(scenario.World.Heartbeats.RejectedFrom);
        });

    [Fact]
    public Task Three_environments_are_rotated_at_once_two_of_them_over_one_pair_of_ActiveGates() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 24, environments: 3);
        List<string> rotations = [];
        foreach (string environment in new[] { "sim00001", "sim00002", "sim00003" })
        {
            await scenario.RotateAsync(new(environment, "rachel", PlanConfirmed: true));
            rotations.Add(scenario.RotationId);
        }

        List<RotationSnapshot> ends = [];
        foreach (string rotation in rotations)
        {
            scenario.RotationId = rotation;
            ends.Add(await scenario.ApproveAndCompleteAsync());
        }

        HashSet<string>[] gates =
        [
            .. ends.Select(static end => end.Targets.Where(static target => target.Component is Component.ActiveGate)
                .Select(static target => target.Name)
                .ToHashSet(StringComparer.Ordinal)),
        ];
        Assert.Equal(["activegate/gate-01", "activegate/gate-02"], gates[1].Order(StringComparer.Ordinal));
        Assert.Subset(gates[0], gates[1]);
        Assert.False(gates[2].Overlaps(gates[0]));
        Assert.All(
            ends,
            static end => Assert.Equal(0, end.Coverage.Failed + end.Coverage.Inconclusive + end.Coverage.Expired + end.Coverage.Skipped));
        scenario.LostNothing();
    });
}
