using TenantTokens.Rotations;
using TenantTokens.Rotations.Starting;
using TenantTokens.Shared.Tests.Rotations.Calls;

namespace TenantTokens.Shared.Tests.Rotations.Starting;

public sealed class StartRotationTests : StartTest
{
    [Fact]
    public async Task Start_keeps_both_tokens_and_is_sent_once()
    {
        string old = World.InForce;
        await World.PlannedAsync();

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        RotationRecord rotation = await World.RotationAsync();
        Assert.Equal(["start took effect"], World.Calls);
        Assert.Equal(
            (CallWorld.FingerprintOf(old), CallWorld.FingerprintOf(World.InForce)),
            (rotation.OldToken!.Fingerprint, rotation.NewToken!.Fingerprint));
        Assert.Equal([old, World.InForce], World.Vault.VersionsOf("tenant-token").Select(static version => version.Value));
        Assert.False(rotation.GatewayTokenDiffers);
    }

    [Theory]
    [InlineData("lost after the effect")]
    [InlineData("a proxy's 403 after the effect")]
    public async Task A_start_that_was_not_answered_is_recognised_at_the_first_look_by_the_changed_token(string fate)
    {
        await World.PlannedAsync();
        World.Fates.Enqueue(fate);

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(["start took effect"], World.Calls);
    }

    [Fact]
    public async Task A_start_that_was_lost_on_the_way_is_sent_again()
    {
        await World.PlannedAsync();
        World.Fates.Enqueue("lost before the effect");

        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(["start had no effect", "start took effect"], World.Calls);
    }

    [Fact]
    public async Task A_start_that_took_effect_is_recognised_half_an_hour_later()
    {
        await DiedAfterStartAsync();
        World.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
    }

    [Fact]
    public async Task A_400_after_an_attempt_that_may_have_taken_effect_waits_for_its_token()
    {
        await World.PlannedAsync();
        World.Fates.Enqueue("lost before the effect");
        World.Fates.Enqueue("400");
        await StartAsync();

        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(ParkCodes.StartNotSettled, (await StartAsync(settleTimePassed: true)).Code);
        Assert.Equal(2, World.Calls.Count);
    }

    [Fact]
    public async Task A_start_that_was_answered_is_held_when_a_third_token_is_in_force()
    {
        await World.PlannedAsync();
        World.AfterNextCall = () =>
        {
            World.Cancel();
            World.Start();
        };

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, ParkCodes.ForeignToken), (outcome.Verdict, outcome.Code));
        Assert.True((await World.RotationAsync()).StartTookEffect); // the token of the answer is kept, whatever comes of it
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_token_in_force_cannot_be_read()
    {
        await World.PlannedAsync();
        World.ConnectionInfoIsDown = true;

        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(ParkCodes.WatchBlind, (await StartAsync(settleTimePassed: true)).Code);
        Assert.Empty(World.Calls);
    }
}
