using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class MachineFaultTests
{
    [Fact]
    public async Task A_virtual_machine_that_is_off_refuses_run_commands_with_a_409()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent", "vm");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        await commands.RunAsync("true");
        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = machine });

        (HttpStatusCode put, JsonNode? body) = await commands.PutAsync("off", commands.Body("true"));
        (HttpStatusCode delete, _) = await commands.DeleteAsync("test");

        Assert.Equal(HttpStatusCode.Conflict, put);
        Assert.Equal("OperationNotAllowed", (string)body!["error"]!["code"]!);
        Assert.Equal(HttpStatusCode.Conflict, delete);
        Assert.Equal("PowerState/deallocated", world.Machine(machine).PowerState);
    }

    [Fact]
    public async Task An_Arc_machine_that_is_off_takes_a_command_and_runs_it_when_it_is_back()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        MachineSnapshot machine = world.Snapshot().Machines.First(static m => m.Kind is "arc");
        RunCommands commands = await RunCommands.OfAsync(world, machine.Name);
        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = machine.Name });

        Assert.Equal(HttpStatusCode.Created, (await commands.PutAsync("waiting", commands.Body("echo back"))).Status);
        await commands.PutAsync("forgotten", commands.Body("touch \"$ROOT/forgotten\""));
        await commands.DeleteAsync("forgotten");
        (_, JsonNode? stuck) = await commands.GetAsync("waiting");
        Assert.Equal("Creating", (string)stuck!["properties"]!["provisioningState"]!);
        string state = (string)stuck["properties"]!["instanceView"]!["executionState"]!;
        Assert.Contains(state, (string[])["Unknown", "Pending"]); // as far as it got
        Assert.Equal(0, (int)stuck["properties"]!["instanceView"]!["exitCode"]!);

        world.World.Plant(new Fault(FaultKind.MachineOn) { Machine = machine.Name });

        await TestWorld.UntilAsync(
            "it ran",
            async () => (string)(await commands.GetAsync("waiting")).Body!["properties"]!["instanceView"]!["output"]! is "back\n");
        Assert.Empty(world.Machine(machine.Name).Leftovers);
    }

    [Fact]
    public async Task A_script_that_dies_with_its_machine_is_reported_when_the_machine_is_back()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        await commands.PutAsync("cut", commands.Body("touch \"$ROOT/begun\"; sleep 60"));
        await TestWorld.UntilAsync("it runs", () => world.Machine(machine).Leftovers is ["begun"]);

        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = machine });
        Assert.Equal("Running", await StateAsync());
        Assert.Equal("inactive", world.Machine(machine).Components[0].Services[0].State);
        world.World.Plant(new Fault(FaultKind.MachineOn) { Machine = machine });

        await TestWorld.UntilAsync("it failed", async () => await StateAsync() is "Failed");
        Assert.Equal("active", world.Machine(machine).Components[0].Services[0].State);

        async Task<string> StateAsync()
            => (string)(await commands.GetAsync("cut")).Body!["properties"]!["instanceView"]!["executionState"]!;
    }

    [Fact]
    public async Task A_long_name_is_refused_on_Arc_only()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string name = new('n', 37);
        RunCommands arc = await RunCommands.OfAsync(world, world.Snapshot().Machines.First(static m => m.Kind is "arc").Name);
        RunCommands vm = await RunCommands.OfAsync(world, world.Snapshot().Machines.First(static m => m.Kind is "vm").Name);

        Assert.Equal(HttpStatusCode.BadRequest, (await arc.PutAsync(name, arc.Body("true"))).Status);
        Assert.Equal(HttpStatusCode.Created, (await arc.PutAsync(name[1..], arc.Body("true"))).Status);
        Assert.Equal(HttpStatusCode.Created, (await vm.PutAsync(name, vm.Body("true"))).Status);
    }

    [Fact]
    public async Task A_virtual_machine_takes_25_run_commands_and_no_more()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith("oneagent", "vm"));
        for (int i = 0; i < 25; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await commands.PutAsync($"c{i}", commands.Body("true"))).Status);
        }

        (HttpStatusCode status, JsonNode? body) = await commands.PutAsync("c25", commands.Body("true"));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("max=25, current=25", (string)body!["error"]!["message"]!, StringComparison.Ordinal);
        await commands.DeleteAsync("c0");
        Assert.Equal(HttpStatusCode.Created, (await commands.PutAsync("c25", commands.Body("true"))).Status);
    }

    [Fact]
    public async Task Throttling_says_when_to_come_back()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith("oneagent"));
        world.World.Plant(
            new Fault(FaultKind.Throttle) { Subscription = (string)commands.Row["subscriptionId"]!, Times = 1, RetryAfterSeconds = 120 });
        using HttpRequestMessage request = new(HttpMethod.Get, commands.Path("any"));
        request.Headers.Add("Authorization", "Bearer simulated");

        using HttpResponseMessage response = await world.Client.SendAsync(request, TestWorld.Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
        Assert.Equal("2000", response.Headers.GetValues("retry-after-ms").Single());
        Assert.Equal(HttpStatusCode.NotFound, (await commands.GetAsync("any")).Status);
    }

    [Fact]
    public async Task A_stuck_command_never_runs()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.StuckCreating) { Machine = machine });

        await commands.PutAsync("stuck", commands.Body("touch \"$ROOT/stuck\""));
        await commands.RunAsync("true", name: "next");

        (_, JsonNode? stuck) = await commands.GetAsync("stuck");
        Assert.Equal("Creating", (string)stuck!["properties"]!["provisioningState"]!);
        Assert.Empty(world.Machine(machine).Leftovers);
    }

    [Fact]
    public async Task A_late_delivery_comes_even_after_a_delete()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.LateDelivery) { Machine = machine, DelaySeconds = 30 });

        await commands.PutAsync("late", commands.Body("touch \"$ROOT/late\""));
        await commands.DeleteAsync("late");
        Assert.Empty(world.Machine(machine).Leftovers);

        await TestWorld.UntilAsync("it ran all the same", () => world.Machine(machine).Leftovers is ["late"]);
    }

    [Fact]
    public async Task A_script_is_killed_right_after_it_stopped_the_service()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("activegate");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.ScriptKilledAfterStop) { Machine = machine });

        JsonNode view = await commands.RunAsync("systemctl stop dynatracegateway; systemctl start dynatracegateway; echo survived");

        Assert.Equal("Failed", (string)view["executionState"]!);
        Assert.Equal(-1, (int)view["exitCode"]!);
        Assert.Equal("", (string)view["output"]!);
        Assert.Equal("inactive", world.Machine(machine).Components[0].Services[0].State);
    }

    [Fact]
    public async Task Oneagentctl_dies_with_the_script_that_is_killed_after_the_stop()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.ScriptKilledAfterStop) { Machine = machine });

        JsonNode view = await commands.RunAsync(
            "\"$ROOT/opt/dynatrace/oneagent/agent/tools/oneagentctl\" --set-tenant-token=ABCDEFGHIJKLMNOP --restart-service; echo"
                + " survived");

        Assert.Equal(-1, (int)view["exitCode"]!);
        Assert.Equal("inactive", world.Machine(machine).Components[0].Services[0].State);
        Assert.DoesNotContain(
            "ABCDEFGHIJKLMNOP",
            await File.ReadAllTextAsync(
                Path.Combine(world.Tree(machine), "var/lib/dynatrace/oneagent/agent/config/deployment.conf"),
                TestWorld.Token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_script_left_running_outlives_the_world()
    {
        string pid;
        {
            await using TestWorld world = await TestWorld.StartAsync();
            string machine = world.FirstWith("oneagent");
            RunCommands commands = await RunCommands.OfAsync(world, machine);
            JsonNode view = await commands.RunAsync("setsid sleep 300 </dev/null >/dev/null 2>&1 & echo $!");
            pid = ((string)view["output"]!).Trim();
            Assert.True(Directory.Exists("/proc/" + pid));
        }

        await TestWorld.UntilAsync(
            "it is gone",
            () => !Directory.Exists("/proc/" + pid) || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal));
    }
}
