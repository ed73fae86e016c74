using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>A rotation is held to the plan that a person has seen.</summary>
public sealed class PlanHashTests
{
    [Fact]
    public async Task Another_plan_than_the_one_that_was_seen_is_refused_with_what_changed_and_nothing_is_started()
    {
        await using World world = await World.StartAsync();
        ProgramResult plan = await world.RunAsync("plan", "--json");
        string hash = plan.Json["planHash"]!.GetValue<string>();
        Assert.True(plan.ExitCode == 0, plan.ToString());
        Assert.True(plan.Json["estimate"]!["total"] is not null && plan.Json["findings"] is JsonArray, plan.Output);

        await world.PlantAsync(new Fault(FaultKind.KubernetesAgents) { Count = 1 });
        ProgramResult refused = await world.RunAsync("rotate", "--yes", "--json", "--plan", hash);

        Assert.True(refused.ExitCode == 3, refused.ToString());
        Assert.Contains("Nothing was started.", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("1 targets added: oneagent/cluster ", refused.Errors, StringComparison.Ordinal);
        (await world.LookAsync()).TookEffect(start: 0, finish: 0, cancel: 0);
        Assert.Equal(2, (await world.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task The_plan_that_was_seen_is_rotated()
    {
        await using World world = await World.StartAsync();
        string hash = (await world.RunAsync("plan", "--json")).Json["planHash"]!.GetValue<string>();

        ProgramResult done = await world.RunAsync("rotate", "--yes", "--json", "--plan", hash);

        Assert.True(done.ExitCode == 0, done.ToString());
        Assert.Equal(hash, done.Json["planHash"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_no_plan_hash_is_named()
    {
        await using World world = await World.StartAsync();
        ProgramResult result = await world.RunAsync("rotate", "--yes", "--plan", "soon");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("--plan 'soon' is not a plan hash", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_that_is_not_held_blocks_the_plan_and_a_confirmation_lets_it_pass()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.KubernetesAgents) { Count = 2 });

        ProgramResult blocked = await world.RunAsync("plan", "--json");
        ProgramResult confirmed = await world.RunAsync("plan", "--json", "--operators-held");

        Assert.True((blocked.ExitCode, confirmed.ExitCode) == (3, 0), $"{blocked}\n{confirmed}");
        Assert.Contains("rotate --operators-held", blocked.Json["problems"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, blocked.Json["targets"]!["selfRotating"]!.GetValue<int>());
    }
}
