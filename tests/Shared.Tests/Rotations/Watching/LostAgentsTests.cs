using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

/// <summary>OneAgents that were online before start and are not now.</summary>
public sealed class LostAgentsTests : LookTest
{
    [Fact]
    public async Task Lost_agents_hold()
    {
        await StartedAsync();
        World.Goes("4", "LOST");
        WatchVerdict verdict = await LookAsync();
        Assert.Equal(ParkCodes.AgentsLost, verdict.HoldCode);
        Assert.Contains("1 of 1 in b", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_of_an_orderly_shut_down_host_is_not_lost()
    {
        await StartedAsync();
        World.Goes("4", "SHUTDOWN");
        Assert.Null((await LookAsync()).HoldCode);
    }

    [Theory]
    [InlineData("not-running", null)]
    [InlineData("machine-gone", null)]
    [InlineData("conflict", ParkCodes.AgentsLost)]
    public async Task An_agent_of_a_machine_that_Azure_knows_to_be_off_is_not_lost(string code, string? hold)
    {
        await StartedAsync();
        await World.TargetsAsync(Some.Target("4", TargetState.Unreachable) with { Code = code });
        World.Goes("4", "LOST");
        Assert.Equal(hold, (await LookAsync()).HoldCode);
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(25, ParkCodes.AgentsLost)]
    public async Task An_agent_that_we_restart_is_not_lost_for_as_long_as_that_may_take(int minutes, string? hold)
    {
        await StartedAsync();
        SendRecord send = new("ttr-1", TargetAction.Apply, 1, 1, World.Time.GetUtcNow(), Settled: false, DeletePending: true);
        await World.TargetsAsync(Some.Target("4") with { Send = send });
        World.Goes("4", "LOST");
        World.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(hold, (await LookAsync()).HoldCode);
    }

    [Theory]
    [InlineData(RotationPhase.RotatingActiveGates, true, ParkCodes.AgentsLost)]
    [InlineData(RotationPhase.RotatingActiveGates, false, null)]
    [InlineData(RotationPhase.RotatingOneAgents, true, null)]
    public async Task While_the_first_ActiveGate_soaks_none_of_its_agents_may_be_lost(RotationPhase phase, bool isSoaking, string? hold)
    {
        World.Online("a", [.. Enumerable.Range(10, 40).Select(static number => $"{number}")]);
        await StartedAsync(phase);
        await World.TargetsAsync(
            Some.Touched("gate", TargetState.Rotated, Component.ActiveGate) with { Pool = "a|default" },
            Some.Target("gate-2", component: Component.ActiveGate, pool: "b|default"));
        World.Goes("10", "LOST");
        Assert.Equal(
            hold,
            (await World.RunAsync<LookAtWatches, LookAtWatches.Input, WatchVerdict>(new(WatchWorld.RotationId, isSoaking))).HoldCode);
    }
}
