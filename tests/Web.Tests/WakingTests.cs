using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>After a write the rotation is woken; what was written never depends on that.</summary>
public sealed class WakingTests : WebTest
{
    private const string Started = "rotation-sim00001 started";

    [Fact]
    public async Task Each_vote_wakes_the_gate()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        await VoteAsync(app, rotation, gate, "alice");
        await VoteAsync(app, rotation, gate, "bob");
        Assert.Equal([Started, "rotation-sim00001 approval:finish-1", Started, "rotation-sim00001 approval:finish-1"], app.Engine.Woken);
    }

    [Fact]
    public async Task A_command_wakes_the_rotation()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, _) = await app.AskAsync();
        Assert.Equal(202, await CommandAsync(app, rotation, "Pause"));
        Assert.Equal([Started, "rotation-sim00001 command"], app.Engine.Woken);
    }

    [Fact]
    public async Task What_only_looks_and_what_is_refused_wakes_nothing()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        using Visitor alice = app.Visit();
        Assert.Equal(200, (await alice.GetAsync(await app.LinkAsync(rotation, gate, "alice"))).Status);
        Assert.Equal(409, await CommandAsync(app, rotation, "Resume")); // waits for both
        Assert.Empty(app.Engine.Woken);
    }

    [Fact]
    public async Task A_vote_and_a_command_count_although_nobody_can_be_woken_and_the_next_wake_tells_of_both()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        app.Engine.Fails = true;
        await VoteAsync(app, rotation, gate, "alice");
        Assert.Equal(202, await CommandAsync(app, rotation, "Pause"));

        Assert.Equal("alice", Assert.Single(await app.VotesAsync(rotation, gate)).By);
        Assert.True((await app.Get<RotationLedger>().GetAsync(rotation.RotationId, Stop)).Paused);

        app.Engine.Fails = false;
        await VoteAsync(app, rotation, gate, "bob");
        Assert.Equal([Started, "rotation-sim00001 command", "rotation-sim00001 approval:finish-1"], app.Engine.Woken);
    }

    [Fact]
    public async Task An_event_that_was_lost_is_told_by_the_next_look_at_the_clock()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        app.Engine.FailsToTell = true;
        await VoteAsync(app, rotation, gate, "alice");
        app.Engine.FailsToTell = false;
        TenantTokens.Rotations.Driving.RotationWaker waker = app.Get<TenantTokens.Rotations.Driving.RotationWaker>();
        await waker.WakeAllAsync(app.Engine, Stop);
        await waker.WakeAllAsync(app.Engine, Stop);
        Assert.Single(app.Engine.Woken, "rotation-sim00001 approval:finish-1");
    }

    private static async Task VoteAsync(WebApp app, RotationRecord rotation, GateRecord gate, string person)
    {
        using Visitor visitor = app.Visit();
        Assert.Equal(200, (await visitor.DecideAsync(await app.LinkAsync(rotation, gate, person), "Approve")).Status);
        await app.SettleAsync();
    }

    private static async Task<int> CommandAsync(WebApp app, RotationRecord rotation, string command)
    {
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));
        int status = (await key.PostJsonAsync($"/api/rotations/{rotation.RotationId}/commands", new { command })).Status;
        await app.SettleAsync();
        return status;
    }
}
