using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class PopulationTests
{
    [Theory]
    [InlineData(true, "oneagent")]
    [InlineData(true, "activegate")]
    [InlineData(false, "oneagent")]
    [InlineData(false, "activegate")]
    public async Task Machines_join_with_the_old_token_or_with_the_one_in_force(bool models, string component)
    {
        await using TestWorld world = await TestWorld.StartAsync(models: models, timeScale: 1.0 / 600);
        string[] before = [.. world.Snapshot().Machines.Select(static m => m.Name)];
        await world.RotationAsync("start");

        world.World.Plant(new Fault(FaultKind.MachinesJoin) { Component = component, Token = "old", Zone = "zone-a" });
        world.World.Plant(new Fault(FaultKind.MachinesJoin) { Component = component, Token = "new", Zone = "zone-a" });

        EnvironmentSnapshot environment = world.Snapshot().Environments[0];
        ComponentSnapshot[] joined =
        [
            .. world.Snapshot().Machines.Where(m => !before.Contains(m.Name)).Select(static m => m.Components.Single()),
        ];
        Assert.Equal([environment.Previous, environment.Active], joined.Select(static c => c.Loaded));
        Assert.All(joined, c => Assert.Equal(component, c.Component));
        Assert.Equal(6, (await RunCommands.RowsAsync(world)).Count);
        Assert.Equal(component is "oneagent" ? 4 : 2, (await world.AgentsAsync()).Count);
        Assert.Equal(component is "oneagent" ? 2 : 4, (await world.GatesAsync()).Count);
        await TestWorld.UntilAsync(
            "the old one is online",
            () => world.Snapshot().Machines.First(m => !before.Contains(m.Name)).Components[0].Online);
    }

    [Fact]
    public async Task A_machine_that_joined_can_be_rotated()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        world.World.Plant(new Fault(FaultKind.MachinesJoin) { Count = 30 });
        Assert.Equal(34, world.Snapshot().Machines.Count);
        string joined = world.Snapshot().Machines.Last(static m => m.Components[0].Component is "oneagent").Name;
        (HostCommands gate, HostCommands agent) = await HostCommands.StartAsync(world, world.FirstWith("activegate"), joined);

        await gate.ApplyAsync(1);

        Assert.Equal("rotated", (await agent.ApplyAsync(1)).Outcome);
    }

    [Fact]
    public async Task A_machine_that_leaves_is_gone_from_Azure_and_silent_at_Dynatrace()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        string gate = world.FirstWith("activegate");
        RunCommands gone = await RunCommands.OfAsync(world, gate);

        world.World.Plant(new Fault(FaultKind.MachinesLeave) { Component = "oneagent", Count = 3 });
        world.World.Plant(new Fault(FaultKind.MachinesLeave) { Machine = gate });

        string[] left = [.. (await RunCommands.RowsAsync(world)).Select(static r => (string)r["name"]!)];
        Assert.Equal(8, left.Length);
        Assert.Equal(left.Order(), world.Snapshot().Machines.Select(static m => m.Name));
        IReadOnlyList<JsonNode> silent = [.. (await world.AgentsAsync()).Where(a => !left.Contains(a.HostName()))];
        Assert.Equal(4, silent.Count); // one was silent from the beginning
        Assert.All(silent, static a => Assert.Equal("LOST", (string)a["availabilityState"]!));
        Assert.NotNull((await world.GatesAsync()).Single(g => (string)g["hostname"]! == gate)["offlineSince"]);
        Assert.Equal(HttpStatusCode.NotFound, (await gone.PutAsync("late", gone.Body("true"))).Status);
    }

    [Fact]
    public async Task Two_machines_can_have_one_host_name()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string name = world.FirstWith("oneagent");

        world.World.Plant(new Fault(FaultKind.MachinesJoin) { HostName = name });

        JsonNode[] rows = [.. (await RunCommands.RowsAsync(world)).Where(r => (string)r["computerName"]! == name)];
        Assert.Equal(2, rows.Length);
        Assert.NotEqual((string)rows[0]["name"]!, (string)rows[1]["name"]!);
        JsonNode[] agents = [.. (await world.AgentsAsync()).Where(a => a.HostName() == name)];
        Assert.Equal(2, agents.Select(static a => (string)a["hostInfo"]!["entityId"]!).Distinct().Count());
        Assert.Equal(2, agents.Select(static a => a["hostInfo"]!["ipAddresses"]!.ToJsonString()).Distinct().Count());
    }

    [Fact]
    public async Task One_machine_can_be_a_VM_and_an_Arc_machine()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string name = world.FirstWith("oneagent", "vm");

        world.World.Plant(new Fault(FaultKind.ArcTwin) { Machine = name });

        JsonNode[] rows = [.. (await RunCommands.RowsAsync(world)).Where(r => (string)r["name"]! == name)];
        Assert.Equal(["arc", "vm"], rows.Select(static r => (string)r["kind"]!).Order());
        Assert.Single(rows.Select(static r => (string)r["vmId"]!).Distinct());
        Assert.Equal(4, world.Snapshot().Machines.Count);
        foreach (JsonNode row in rows)
        {
            JsonNode view = await new RunCommands(world, row)
                .RunAsync(
                    "rotate",
                    new JsonObject
                    {
                        ["ACTION"] = "probe",
                        ["COMPONENT"] = "oneagent",
                        ["ENVIRONMENT_ID"] = "sim00001",
                        ["ROTATION_ID"] = "r",
                    },
                    name: "probe");
            Assert.Equal(0, (int)view["exitCode"]!);
        }

        Assert.Throws<ArgumentException>(() => world.World.Plant(new Fault(FaultKind.ArcTwin) { Machine = name }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_OneAgent_can_run_beside_an_ActiveGate(bool models)
    {
        await using TestWorld world = await TestWorld.StartAsync(models: models, timeScale: 1.0 / 600);
        string gate = world.FirstWith("activegate");

        world.World.Plant(new Fault(FaultKind.InstallOneAgent) { Machine = gate });

        Assert.Equal(["activegate", "oneagent"], world.Machine(gate).Components.Select(static c => c.Component));
        (HostCommands first, HostCommands second) = await HostCommands.StartAsync(world, gate, gate);
        Assert.Equal("rotated", (await first.ApplyAsync(1)).Outcome);
        Assert.Equal("probed", (await second.ProbeAsync()).Outcome);
        Assert.Throws<ArgumentException>(() => world.World.Plant(new Fault(FaultKind.InstallOneAgent) { Machine = gate }));
    }

    [Fact]
    public async Task A_machine_may_join_with_nothing_on_it()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string[] before = [.. world.Snapshot().Machines.Select(static m => m.Name)];

        world.World.Plant(new Fault(FaultKind.MachinesJoin) { Component = "none", Count = 2 });

        MachineSnapshot[] joined = [.. world.Snapshot().Machines.Where(m => !before.Contains(m.Name))];
        Assert.Equal(2, joined.Length);
        Assert.All(joined, static machine => Assert.Empty(machine.Components));
        Assert.Equal(before.Length + 2, (await RunCommands.RowsAsync(world)).Count);
    }

    [Fact]
    public async Task An_agent_that_Dynatrace_dropped_is_not_listed_until_it_starts_again()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string name = world.FirstWith("oneagent");

        world.World.Plant(new Fault(FaultKind.AgentUnlisted) { Machine = name });

        Assert.DoesNotContain(await world.AgentsAsync(), agent => agent.HostName() == name);
        Assert.Equal("inactive", world.Machine(name).Components[0].Services[0].State);
        world.World.Plant(new Fault(FaultKind.StartServices) { Machine = name });
        Assert.Contains(await world.AgentsAsync(), agent => agent.HostName() == name);
    }

    [Fact]
    public async Task A_reinstalled_agent_is_listed_under_its_former_id_too()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string name = world.FirstWith("oneagent");

        world.World.Plant(new Fault(FaultKind.AgentReinstalled) { Machine = name });

        JsonNode[] agents = [.. (await world.AgentsAsync()).Where(a => a.HostName() == name)];
        Assert.Equal(["MONITORED", "UNMONITORED_ID_CHANGED"], agents.Select(static a => (string)a["detailedAvailabilityState"]!).Order());
    }

    [Fact]
    public async Task What_runs_outside_of_Azure_is_known_to_Dynatrace_only()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        world.World.Plant(new Fault(FaultKind.ContainerGate));
        world.World.Plant(new Fault(FaultKind.StandaloneAgents) { Count = 2 });
        world.World.Plant(new Fault(FaultKind.ScaleSetAgents) { Count = 3 });

        Assert.Equal(4, (await RunCommands.RowsAsync(world)).Count);
        JsonNode container = Assert.Single(await world.GatesAsync(), static g => (bool)g["containerized"]!);
        Assert.Equal("zone-containers", (string)container["networkZone"]!);
        IReadOnlyList<JsonNode> agents = await world.AgentsAsync();
        Assert.Equal(2, agents.Count(static a => (string)a["monitoringType"]! is "STANDALONE"));
        JsonNode[] instances = [.. agents.Where(static a => a["hostInfo"]!["azureVmScaleSetName"] is not null)];
        Assert.Equal(3, instances.Length);
        JsonNode set = Assert.Single(await world.QueryAsync(
            "resources | where type =~ 'microsoft.compute/virtualmachinescalesets' | project id, mode = properties.orchestrationMode,"
                + " sku"));
        Assert.Equal(("Uniform", 3), ((string)set["mode"]!, (int)set["sku"]!["capacity"]!));
        Assert.Equal(
            instances.Select(static a => a.HostName()).Order(),
            (await world.QueryAsync(
                "computeresources | where type =~ 'microsoft.compute/virtualmachinescalesets/virtualmachines' | project computerName ="
                    + " tostring(properties.osProfile.computerName)"))
                .Select(static r => (string)r["computerName"]!));
        await TestWorld.UntilAsync("they send", async () => (await world.AgentsAsync()).All(static a => (bool)a["active"]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_machine_from_a_golden_image_is_back_on_the_old_token_and_remembers_no_command(bool models)
    {
        await using TestWorld world = await TestWorld.StartAsync(models: models, timeScale: 1.0 / 600);
        string gate = world.FirstWith("activegate");
        (HostCommands commands, _) = await HostCommands.StartAsync(world, gate, world.FirstWith("oneagent"));
        await commands.ApplyAsync(5);
        Assert.Equal(world.Snapshot().Environments[0].Active, world.Machine(gate).Components[0].Loaded);

        world.World.Plant(new Fault(FaultKind.ReImage) { Machine = gate });

        Assert.Equal(world.Snapshot().Environments[0].Previous, world.Machine(gate).Components[0].Loaded);
        Assert.Empty(world.Machine(gate).Leftovers);
        Assert.Equal("rotated", (await commands.ApplyAsync(1)).Outcome); // a generation from before
    }

    [Fact]
    public async Task An_agent_update_writes_the_old_token_back_and_shows_another_version()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string name = world.FirstWith("oneagent");
        (HostCommands gate, HostCommands agent) = await HostCommands.StartAsync(world, world.FirstWith("activegate"), name);
        await gate.ApplyAsync(1);
        await agent.ApplyAsync(1);

        world.World.Plant(new Fault(FaultKind.AgentUpdate) { Machine = name, Version = "1.303.1.20261201-000000" });

        HostAnswer probe = await agent.ProbeAsync();
        Assert.Equal(agent.OldFingerprint, probe.Fingerprint);
        Assert.Equal("1.303.1.20261201-000000", (string)probe.Report!["version"]!);
        Assert.Equal(303, (int)(await world.AgentsAsync()).Single(a => a.HostName() == name)["hostInfo"]!["agentVersion"]!["minor"]!);
        Assert.Equal("stale-generation", (await agent.ApplyAsync(0)).Code); // the marker stayed
    }

    [Fact]
    public async Task An_agent_on_an_Azure_VM_knows_its_resource_and_one_on_Arc_does_not()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        IReadOnlyList<JsonNode> rows = await RunCommands.RowsAsync(world);

        foreach (JsonNode agent in (await world.AgentsAsync()).Where(static a => (bool)a["active"]!))
        {
            JsonNode row = rows.Single(r => (string)r["name"]! == agent.HostName());
            Assert.Equal((string)row["kind"]! is "vm" ? (string)row["id"]! : null, (string?)agent["hostInfo"]!["azureResourceId"]);
            Assert.True((long)agent["hostInfo"]!["lastSeenTimestamp"]! > 0);
        }
    }
}
