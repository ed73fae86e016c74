using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>The meter is worth something only if each way to lose data moves it, and nothing else does.</summary>
public sealed class MeterTests
{
    [Fact]
    public async Task An_undisturbed_world_loses_nothing()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);

        await TestWorld.UntilAsync("two hundred heartbeats", () => world.Snapshot().Heartbeats.Accepted > 200);

        AssertNothingLost(world);
    }

    [Fact]
    public async Task A_rotation_in_the_right_order_loses_nothing()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        world.World.Plant(new Fault(FaultKind.MachineOn) { Machine = Deallocated(world) });
        await EverybodyOnlineAsync(world);
        await world.RotationAsync("start");

        foreach (string component in new[] { "activegate", "oneagent" })
        {
            foreach (MachineSnapshot machine in world.Snapshot().Machines.Where(m => m.Components.Any(c => c.Component == component)))
            {
                world.World.Plant(new Fault(FaultKind.MoveByHand) { Machine = machine.Name, Component = component, Token = "new" });
                await EverybodyOnlineAsync(world);
            }
        }

        await world.RotationAsync("finish");
        long accepted = world.Snapshot().Heartbeats.Accepted;
        await TestWorld.UntilAsync("heartbeats after finish", () => world.Snapshot().Heartbeats.Accepted > accepted + 100);

        AssertNothingLost(world);
    }

    [Fact]
    public async Task An_agent_that_moves_before_its_ActiveGate_is_rejected()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string agent = world.FirstWith("oneagent");
        await world.RotationAsync("start");

        world.World.Plant(new Fault(FaultKind.MoveByHand) { Machine = agent, Component = "oneagent", Token = "new" });

        await TestWorld.UntilAsync("rejected heartbeats", () => world.Snapshot().Heartbeats.Rejected > 0);
        Assert.Equal([agent], world.Snapshot().Heartbeats.RejectedFrom);
        Assert.Equal(0, world.Snapshot().Heartbeats.Undelivered);
    }

    [Theory]
    [InlineData("oneagent")]
    [InlineData("activegate")]
    public async Task A_machine_forgotten_at_finish_is_rejected(string forgotten)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string left = world.FirstWith(forgotten);
        await world.RotationAsync("start");
        foreach (MachineSnapshot machine in world.Snapshot().Machines
            .Where(m => m.Name != left)
            .OrderBy(static m => m.Components[0].Component, StringComparer.Ordinal))
        {
            world.World.Plant(
                new Fault(FaultKind.MoveByHand) { Machine = machine.Name, Component = machine.Components[0].Component, Token = "new" });
            await EverybodyOnlineAsync(world, mayFail: forgotten is "activegate");
        }

        await world.RotationAsync("finish");

        await TestWorld.UntilAsync("rejected heartbeats of the forgotten", () => world.Snapshot().Heartbeats.RejectedFrom.Contains(left));
    }

    [Fact]
    public async Task A_pool_that_is_down_delivers_nothing()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        foreach (MachineSnapshot gate in world.Snapshot().Machines.Where(static m => m.Components[0].Component is "activegate"))
        {
            world.World.Plant(new Fault(FaultKind.StopServices) { Machine = gate.Name, Component = "activegate" });
        }

        await TestWorld.UntilAsync("undelivered heartbeats", () => world.Snapshot().Heartbeats.Undelivered > 0);
        Assert.Equal(0, world.Snapshot().Heartbeats.Rejected);
        Assert.All(
            world.Snapshot().Heartbeats.UndeliveredFrom,
            name => Assert.Equal("oneagent", world.Machine(name).Components[0].Component));
    }

    [Fact]
    public async Task One_ActiveGate_of_a_pool_that_is_down_loses_nothing()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        world.World.Plant(new Fault(FaultKind.StopServices) { Machine = world.FirstWith("activegate"), Component = "activegate" });
        long accepted = world.Snapshot().Heartbeats.Accepted;
        await TestWorld.UntilAsync("more heartbeats", () => world.Snapshot().Heartbeats.Accepted > accepted + 20);

        AssertNothingLost(world);
    }

    [Fact]
    public async Task A_process_that_kept_the_old_token_is_rejected_after_finish()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string agent = world.FirstWith("oneagent");
        world.World.Plant(new Fault(FaultKind.InjectedProcess) { Machine = agent });
        await world.RotationAsync("start");
        foreach (MachineSnapshot machine in world.Snapshot().Machines
            .OrderBy(static m => m.Components[0].Component, StringComparer.Ordinal))
        {
            world.World.Plant(
                new Fault(FaultKind.MoveByHand) { Machine = machine.Name, Component = machine.Components[0].Component, Token = "new" });
            await EverybodyOnlineAsync(world);
        }

        AssertNothingLost(world);
        await world.RotationAsync("finish");

        await TestWorld.UntilAsync("rejected heartbeats", () => world.Snapshot().Heartbeats.Rejected > 0);
        Assert.StartsWith(agent + "/java", Assert.Single(world.Snapshot().Heartbeats.RejectedFrom), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_whose_file_was_forgotten_is_rejected_at_its_own_ActiveGate()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string gate = world.FirstWith("activegate");
        string file = Path.Combine(world.Tree(gate), "opt/dynatrace/remotepluginmodule/agent/conf/extensions.conf");
        string old = await File.ReadAllTextAsync(file, TestWorld.Token);
        await world.RotationAsync("start");
        world.World.Plant(new Fault(FaultKind.MoveByHand) { Machine = gate, Component = "activegate", Token = "new" });
        await File.WriteAllTextAsync(file, old, TestWorld.Token);
        world.World.Plant(new Fault(FaultKind.StopServices) { Machine = gate, Component = "activegate" });
        world.World.Plant(new Fault(FaultKind.StartServices) { Machine = gate, Component = "activegate" });
        await EverybodyOnlineAsync(world);
        AssertNothingLost(world);

        await world.RotationAsync("finish");

        await TestWorld.UntilAsync(
            "rejected heartbeats",
            () => world.Snapshot().Heartbeats.RejectedFrom.Contains(gate + "/extensionsmodule"));
    }

    [Fact]
    public async Task The_second_environment_of_an_ActiveGate_never_notices()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        MachineSnapshot multi = world.Snapshot().Machines.Single(static m => m.Components.Count > 1);
        EnvironmentSnapshot before = world.Snapshot().Environments.Single(static e => e.Id is "sim00002");
        await world.RotationAsync("start");

        world.World.Plant(new Fault(FaultKind.MoveByHand) { Machine = multi.Name, Component = "activegate", Token = "new" });

        await TestWorld.UntilAsync("it is online again", () => world.Machine(multi.Name).Components.All(static c => c.Online));
        Assert.Equal(before.Active, world.Machine(multi.Name).Components.Single(static c => c.Environment is "sim00002").Loaded);
        Assert.Equal(before, world.Snapshot().Environments.Single(static e => e.Id is "sim00002"));
        AssertNothingLost(world);
    }

    [Fact]
    public async Task Agents_of_a_Kubernetes_operator_move_by_themselves_after_twenty_minutes()
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: 1.0 / 1200);
        world.World.Plant(new Fault(FaultKind.KubernetesAgents) { Count = 2 });

        await world.RotationAsync("start");

        await TestWorld.UntilAsync(
            "they are ahead of the ActiveGates",
            () => world.Snapshot().Heartbeats.RejectedFrom is ["node-01", "node-02"]);
    }

    private static string Deallocated(TestWorld world)
        => world.Snapshot().Machines.Single(static m => m.PowerState is "PowerState/deallocated").Name;

    private static Task EverybodyOnlineAsync(TestWorld world, bool mayFail = false) => TestWorld.UntilAsync(
        "everybody is online",
        () => mayFail || world.Snapshot().Machines.All(static m => m.Components.All(static c => c.Online)));

    private static void AssertNothingLost(TestWorld world)
    {
        HeartbeatCounts counts = world.Snapshot().Heartbeats;
        Assert.Empty(counts.RejectedFrom);
        Assert.Empty(counts.UndeliveredFrom);
        Assert.Equal((0, 0), (counts.Rejected, counts.Undelivered));
    }
}
