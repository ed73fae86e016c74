using System.Text.Json.Nodes;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Tests.Infrastructure;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Tests;

/// <summary>What a seed draws: some of everything, and nothing that only a person can mend.</summary>
public sealed class DrawnFaultTests
{
    [Fact]
    public void People_at_Dynatrace_do_everything_in_some_of_forty_worlds_and_nothing_in_most()
    {
        string[] drawn = [.. Enumerable.Range(1, 40).Select(static seed => PeopleAtDynatrace.Draw(new Chance(seed)))];
        Assert.Equal(
            ["cancel", "cancel and start", "finish", "finish and start", PeopleAtDynatrace.Nothing, "start"],
            drawn.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(drawn.Count(static deed => deed == PeopleAtDynatrace.Nothing), 20, 30);
    }

    [Fact]
    public void What_services_do_by_themselves_is_drawn_in_some_of_a_hundred_worlds_and_in_most_of_them_nothing_that_holds_a_rotation()
    {
        Fault[][] worlds = [.. Enumerable.Range(1, 100).Select(static seed => Drawn(seed, agents: 3))];

        Assert.All(
            new[] { FaultKind.Lock, FaultKind.ExecutionState, FaultKind.AgentUnlisted, FaultKind.GateNewId, FaultKind.MetricSilent },
            kind => Assert.InRange(worlds.Count(world => world.Any(fault => fault.Kind == kind)), 10, 50));
        Assert.InRange(worlds.Count(static world => world.Any(static fault => fault.Block is "read-only")), 1, 8);
        Assert.Equal(["Canceled", "TimedOut"], Every(static fault => fault.State));
        Assert.Equal(["empty", "null"], Every(static fault => fault.Kind is FaultKind.MetricSilent ? fault.Block : null));
        Assert.Equal(
            2,
            worlds.SelectMany(static world => world)
                .Where(static fault => fault.Kind is FaultKind.GateNewId)
                .Select(static fault => fault.When ?? "at its restart")
                .Distinct()
                .Count());

        string[] Every(Func<Fault, string?> value)
            => [.. worlds.SelectMany(static world => world).Select(value).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void What_services_do_by_themselves_passes_and_leaves_no_machine_without_a_system()
        => Assert.All(Enumerable.Range(1, 100).Select(static seed => Drawn(seed, agents: 3)), static world =>
        {
            Assert.Equal(Of(world, FaultKind.Lock), Of(world, FaultKind.Unlock));
            Assert.Equal(Of(world, FaultKind.AgentUnlisted), Of(world, FaultKind.StartServices));
            Assert.All(
                world.Where(static fault => fault.Kind is FaultKind.Unlock or FaultKind.StartServices),
                static fault => Assert.InRange(fault.AfterSeconds!.Value, 5 * 60, 40 * 60));
            Assert.Equal((1, 1), (Of(world, FaultKind.OsTypeMissing).Length, Of(world, FaultKind.OsNameMissing).Length));
            Assert.Empty(Of(world, FaultKind.OsTypeMissing).Intersect(Of(world, FaultKind.OsNameMissing)));
        });

    [Fact]
    public void Where_other_faults_have_taken_every_agent_services_leave_them_alone()
        => Assert.All(
            Enumerable.Range(1, 100),
            static seed => Assert.DoesNotContain(
                Drawn(seed, agents: 0),
                static fault => fault.Kind is FaultKind.Lock or FaultKind.ExecutionState or FaultKind.AgentUnlisted));

    [Fact]
    public async Task Some_faults_are_the_same_for_a_seed_and_leave_nothing_that_must_be_accepted()
    {
        await using TestWorld quiet = await TestWorld.StartModelsAsync(machines: 60, seed: 7);
        await using TestWorld one = await TestWorld.StartModelsAsync(machines: 60, seed: 7, timeScale: 1.0 / 60, someFaults: true);
        await using TestWorld other = await TestWorld.StartModelsAsync(machines: 60, seed: 7, timeScale: 1.0 / 60, someFaults: true);
        await using TestWorld fast = await TestWorld.StartModelsAsync(machines: 60, seed: 7, someFaults: true);

        Assert.Single(Off(quiet));
        Assert.Equal(6, Off(one).Length);
        Assert.Equal(Off(one), Off(other));
        Assert.Equal(Accepts(quiet), Accepts(one));
        await TestWorld.UntilAsync(
            "who is off comes back and two join",
            () => Off(fast).Length is 1 && fast.Snapshot().Machines.Count is 62);

        static string[] Off(TestWorld world)
            => [.. world.Snapshot().Machines.Where(static m => m.Components[0].Services[0].State is "inactive").Select(static m => m.Name)];

        static string Accepts(TestWorld world)
            => JsonNode.Parse(world.World.RotationJson())!["approvals"]!["simulatedApprover"]!["accepts"]!.ToJsonString();
    }

    private static Fault[] Drawn(int seed, int agents)
    {
        WorldState world = new(new WorldClock(TimeProvider.System, 1), new Chance(seed), CancellationToken.None) { HasModels = true };
        new FleetBuilder(world, "", 30, environments: 1, seed, controlPort: 0).Build();
        Queue<IMachine> free = new(world.Machines.Where(static machine => machine is { IsOn: true, Agent: not null }).Take(agents));
        return [.. UnkindServices.Draw(world, () => free.TryDequeue(out IMachine? machine) ? [machine] : [])];
    }

    private static string?[] Of(Fault[] world, string kind)
        => [.. world.Where(fault => fault.Kind == kind).Select(static fault => fault.Machine)];
}
