using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>What a person says at the finish gate.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task Abort_restores_and_proves_every_touched_host_before_cancel_is_called()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        string old = (await world.LookAsync()).Token("sim00001", "active");
        await using BackgroundRun rotating = world.Begin("rotate", "--yes", "--json");
        await world.UntilGateAsync();
        JsonObject atGate = await world.LookAsync();
        atGate.EveryoneIsOnTheTokenInForce();
        Assert.NotEqual(old, atGate.Token("sim00001", "active"));

        ProgramResult abort = await world.RunAsync("abort", "--reason", "test");
        ProgramResult rotate = await rotating.EndAsync();

        Assert.True(abort.ExitCode == 5, abort.ToString());
        Assert.True(rotate.ExitCode == 5, rotate.ToString());
        Assert.Equal(4, rotate.Json["targets"]!["restored"]!.GetValue<int>());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 0, cancel: 1);
        after.LostNothing();
        after.LeftNothingStopped();
        after.EveryoneIsOnTheTokenInForce();
        Assert.Equal(old, after.Token("sim00001", "active"));
        await VaultAssertions.NewestIsInForceAsync(world);
    }

    [Fact]
    public async Task Hold_does_nothing_and_a_later_approval_completes()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using BackgroundRun rotating = world.Begin("rotate", "--yes", "--json");
        await world.UntilGateAsync();

        ProgramResult hold = await world.RunAsync("hold", "--as", "alice");
        ProgramResult rotate = await rotating.EndAsync();

        Assert.True(hold.ExitCode == 4, hold.ToString());
        Assert.True(rotate.ExitCode == 4, rotate.ToString());
        JsonObject held = await world.LookAsync();
        Assert.Equal(0, held["requests"]!["finish"]!.GetValue<int>() + held["requests"]!["cancel"]!.GetValue<int>());

        ProgramResult approve = await world.RunAsync("approve", "--as", "alice", "--json");

        Assert.True(approve.ExitCode == 0, approve.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
    }

    [Fact]
    public async Task Who_asked_for_the_rotation_or_is_no_approver_cannot_decide_it()
    {
        await using World world = await World.StartAsync(change: static configuration =>
            configuration["approvals"] = new JsonObject
            {
                ["finish"] = new JsonObject { ["approvers"] = new JsonArray("alice", Environment.UserName) },
            });
        await using BackgroundRun rotating = world.Begin("rotate", "--yes");
        await world.UntilGateAsync();

        ProgramResult requester = await world.RunAsync("approve");
        ProgramResult stranger = await world.RunAsync("approve", "--as", "mallory");

        Assert.Equal(2, requester.ExitCode);
        Assert.Contains("requested this rotation and therefore cannot decide this gate", requester.Errors, StringComparison.Ordinal);
        Assert.Equal(2, stranger.ExitCode);
        Assert.Contains("mallory is not an approver of this gate. Its approvers are: alice", stranger.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await world.LookAsync())["requests"]!["finish"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_second_rotate_says_so_and_follows_the_first()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using BackgroundRun first = world.Begin("rotate", "--yes", "--json");
        await world.UntilGateAsync();
        await using BackgroundRun second = world.Begin("rotate", "--yes", "--json");
        await World.UntilAsync(
            () => Task.FromResult(second.Said.Contains("following rotation", StringComparison.Ordinal)),
            () => second.Said);

        await world.RunAsync("approve", "--as", "alice");

        ProgramResult one = await first.EndAsync();
        ProgramResult other = await second.EndAsync();
        Assert.True(one.ExitCode == 0, one.ToString());
        Assert.True(other.ExitCode == 0, other.ToString());
        Assert.Equal(one.Json["rotationId"]!.GetValue<string>(), other.Json["rotationId"]!.GetValue<string>());
        (await world.LookAsync()).TookEffect(start: 1, finish: 1, cancel: 0);
    }
}
