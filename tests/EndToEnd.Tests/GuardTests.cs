using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>docs/invariants.md#i4: a host whose script was killed right after the stop is up again by itself.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task A_gate_whose_script_is_killed_after_the_stop_runs_again_without_another_command()
    {
        await using World world = await World.StartAsync(change: AGuardThatDoesNotWaitLong, models: false);
        string gate = (await world.LookAsync())["machines"]!
            .AsArray()
            .First(static machine => machine!["components"]!.AsArray()
                .Any(static component => component!["component"]!.GetValue<string>() == "activegate"))!["name"]!
            .GetValue<string>();
        await world.PlantAsync(new Fault(FaultKind.ScriptKilledAfterStop) { Machine = gate });
        await using RunningProgram rotating = world.Start("rotate", "--yes");
        await world.UntilAsync(seen => Services(seen, gate).Contains("inactive"), "the gate is stopped");
        await rotating.KillAsync();

        JsonObject after = await world.UntilAsync(
            seen => Services(seen, gate).All(static state => state == "active"),
            "the guard has started the gate again");

        after.LeftNothingStopped();
        Assert.Equal(0, after["requests"]!["finish"]!.GetValue<int>());
    }

    private static void AGuardThatDoesNotWaitLong(JsonObject configuration)
    {
        World.AliceDecides(configuration);
        configuration["policy"]!["guard"] = "00:00:05";
    }

    private static string[] Services(JsonObject world, string machine)
        => [.. world["machines"]!.AsArray()
            .First(one => one!["name"]!.GetValue<string>() == machine)!["components"]!.AsArray()
            .SelectMany(static component => component!["services"]!.AsArray())
            .Select(static service => service!["state"]!.GetValue<string>())];
}
