using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>People are told of the moments that matter, and nobody waits for a message that cannot be sent.</summary>
public sealed class NotificationTests
{
    [Fact]
    public async Task A_rotation_tells_when_it_started_when_agents_may_be_deployed_again_that_it_needs_approval_and_its_end()
    {
        await using World world = await World.StartAsync();

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonArray told = (await world.LookAsync())["notifications"]!.AsArray();
        Assert.Equal(4, told.Count);
        Assert.Contains("Hold OneAgent deployments until the ActiveGates are done", told[0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parked_rotation_is_told_before_the_program_ends()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.ForeignStart));

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 4, result.ToString());
        Assert.Contains(
            "somebody else started it",
            Assert.Single((await world.LookAsync())["notifications"]!.AsArray())!.ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_refuses_stops_nothing_and_is_audited()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.WebhookError) { Status = 410, Times = 100 });

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty((await world.LookAsync())["notifications"]!.AsArray());
        string report = await File.ReadAllTextAsync(result.Json["report"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        Assert.Contains("| notification-failed | rotation |", report, StringComparison.Ordinal);
    }
}
