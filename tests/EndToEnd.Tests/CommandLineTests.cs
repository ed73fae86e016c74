using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>What the commands say, and their exit codes.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("no command", "Required command was not provided.")]
    [InlineData("an unknown command", "Unrecognized command or argument 'rotat'.", "rotat")]
    [InlineData("too few machines", "--machines '3' is out of range: 4 to 2000 are allowed.", "demo", "--machines", "3")]
    [InlineData("no such file", "$: The file cannot be read", "status", "--config", "/nowhere/rotation.json")]
    [InlineData("an emergency without a reason", "--emergency needs --reason", "rotate", "--emergency")]
    public async Task A_mistake_is_named_in_a_line_on_standard_error(string what, string message, params string[] arguments)
    {
        ProgramResult result = await ProgramUnderTest.RunAsync(arguments);

        Assert.True(result.ExitCode == 2, $"{what}: {result}");
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_mistake_in_the_configuration_is_named_with_its_path_and_changes_nothing()
    {
        await using World world = await World.StartAsync(change: static configuration => configuration["policy"]!["soak"] = "soon");

        ProgramResult result = await world.RunAsync("rotate", "--yes");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("$.policy.soak: 'soon'", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await world.LookAsync())["requestCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Plan_probes_and_shows_the_waves_and_changes_nothing()
    {
        await using World world = await World.StartAsync(machines: 12);

        ProgramResult result = await world.RunAsync("plan", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(4, result.Json["waves"]!.AsArray().Count);
        Assert.Equal(2, result.Json["leftOut"]!.AsArray().Count);
        JsonObject after = await world.LookAsync();
        Assert.Equal(0, after["requests"]!["start"]!.GetValue<int>());
        Assert.All(after["machines"]!.AsArray(), machine => Assert.Empty(machine!["leftovers"]!.AsArray()));
        Assert.Equal(2, (await world.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task Only_an_agent_that_an_earlier_plan_knew_and_nobody_lists_is_retired_and_only_with_a_reason()
    {
        await using World world = await World.StartAsync();
        Assert.Equal(0, (await world.RunAsync("plan")).ExitCode);

        ProgramResult unknown = await world.RunAsync("retire", "--agent", "oneagent/nobody", "--reason", "scrapped");
        ProgramResult listed = await world.RunAsync("retire", "--agent", "activegate/gate-01", "--reason", "scrapped");
        ProgramResult noReason = await world.RunAsync("retire", "--agent", "activegate/gate-01");

        Assert.Equal((2, 2, 2), (unknown.ExitCode, listed.ExitCode, noReason.ExitCode));
        Assert.Contains(
            "No remembered plan of environment sim00001 contains an agent 'oneagent/nobody'",
            unknown.Errors,
            StringComparison.Ordinal);
        Assert.Contains("was listed by Dynatrace", listed.Errors, StringComparison.Ordinal);
        Assert.Contains("needs a reason", noReason.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_with_a_gate_that_cannot_be_reached_is_blocked_until_it_is_mended()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.MachineOff) { Machine = "gate-02" });

        ProgramResult blocked = await world.RunAsync("rotate", "--yes", "--json");
        await world.PlantAsync(new Fault(FaultKind.MachineOn) { Machine = "gate-02" });
        ProgramResult abort = await world.RunAsync("abort");

        Assert.True(blocked.ExitCode == 3, blocked.ToString());
        Assert.Contains("activegate/gate-02", blocked.Json["hold"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(abort.ExitCode == 5, abort.ToString());
        (await world.LookAsync()).TookEffect(start: 0, finish: 0, cancel: 0);
    }

    [Fact]
    public async Task The_same_request_key_reports_the_rotation_that_has_ended_and_another_key_starts_another()
    {
        await using World world = await World.StartAsync();
        ProgramResult first = await world.RunAsync("rotate", "--yes", "--json", "--request", "K");

        ProgramResult same = await world.RunAsync("rotate", "--yes", "--json", "--request", "K");
        ProgramResult other = await world.RunAsync("rotate", "--yes", "--json", "--request", "L");

        Assert.True(first.ExitCode == 0 && same.ExitCode == 0 && other.ExitCode == 0, $"{first}\n{same}\n{other}");
        Assert.Equal(first.Json["rotationId"]!.GetValue<string>(), same.Json["rotationId"]!.GetValue<string>());
        Assert.NotEqual(first.Json["rotationId"]!.GetValue<string>(), other.Json["rotationId"]!.GetValue<string>());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 2, finish: 2, cancel: 0);
        after.LostNothing();
    }

    [Fact]
    public async Task Who_only_follows_and_stops_reads_that_the_other_process_goes_on()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using RunningProgram driving = world.Start("rotate", "--yes");
        await world.UntilGateAsync();
        await using RunningProgram following = world.Start("rotate", "--yes");
        await following.UntilSaysAsync("waits for 1 of alice");

        string said = await following.InterruptAsync();

        Assert.Contains("Stopped following. The process that drives the rotation goes on. Rotation rot-", said, StringComparison.Ordinal);
        Assert.Contains("stays open, and both tokens stay valid.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Run the same command again", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demonstration_that_is_stopped_does_not_send_anybody_back_to_a_world_that_is_gone()
    {
        await using RunningProgram demo = ProgramUnderTest.Start("demo", "--models", "--machines", "4", "--yes", "--time-scale", "0.1");
        await demo.UntilSaysAsync("Rotating ActiveGates: 1 of"); // it now soaks for half a minute

        string said = await demo.InterruptAsync();

        Assert.Contains("The simulated world is gone too", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Run the same command again", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_cleanly_says_how_to_go_on_and_the_same_command_does()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using RunningProgram rotating = world.Start("rotate", "--yes");
        await world.UntilGateAsync();

        string said = await rotating.InterruptAsync();

        Assert.Contains("Stopped. Nothing was undone. Rotation rot-", said, StringComparison.Ordinal);
        Assert.Contains("Run the same command again to go on.", said, StringComparison.Ordinal);
        ProgramResult approve = await world.RunAsync("approve", "--as", "alice");
        Assert.True(approve.ExitCode == 0, approve.ToString());
        (await world.LookAsync()).TookEffect(start: 1, finish: 1, cancel: 0);
    }

    [Fact]
    public async Task An_emergency_is_not_started_beside_an_open_rotation()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using BackgroundRun rotating = world.Begin("rotate", "--yes");
        await world.UntilGateAsync();

        ProgramResult emergency = await world.RunAsync("rotate", "--emergency", "--reason", "leaked", "--yes");

        Assert.Equal(2, emergency.ExitCode);
        Assert.Contains("is open (AwaitingFinish), so you cannot start an emergency beside it", emergency.Errors, StringComparison.Ordinal);
        (await world.LookAsync()).TookEffect(start: 1, finish: 0, cancel: 0);
    }
}
