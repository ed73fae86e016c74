using TenantTokens.Rotations;
using TenantTokens.Rotations.Starting;
using TenantTokens.Shared.Tests.Rotations.Calls;

namespace TenantTokens.Shared.Tests.Rotations.Starting;

/// <summary>
/// A token that came into force is ours only where nothing else can have brought it: somebody else's start is never taken for ours.
/// </summary>
public sealed class StrangersTokenTests : StartTest
{
    [Fact]
    public async Task A_changed_token_is_not_taken_over_unasked_when_our_claim_did_not_stand_all_the_time()
    {
        await DiedAfterStartAsync(isClaimed: false); // it was lost, and a person resumed

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, ParkCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.False((await World.RotationAsync()).StartTookEffect);
    }

    [Fact]
    public async Task A_changed_token_is_not_taken_over_unasked_when_the_attempt_is_older_than_that()
    {
        await DiedAfterStartAsync();
        World.Time.Advance(TimeSpan.FromMinutes(31));

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, ParkCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.False((await World.RotationAsync()).StartTookEffect);
        Assert.Contains("Too much time has passed to tell", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401")]
    [InlineData("403")]
    [InlineData("404")]
    public async Task A_refused_start_leaves_nothing_to_recover_so_a_strangers_token_is_never_taken_over(string fate)
    {
        await World.PlannedAsync();
        World.Fates.Enqueue(fate);
        Assert.Equal(ParkCodes.StartRefused, (await StartAsync()).Code);
        World.Start(); // somebody else

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, ParkCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.False((await World.RotationAsync()).StartTookEffect);
    }

    [Fact]
    public async Task An_attempt_that_could_not_be_sent_for_want_of_the_api_token_leaves_nothing_to_recover_either()
    {
        await World.PlannedAsync();
        World.ReadsOfApiTokenLeft = 1; // the connection info is read with it
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(StartAsync);
        Assert.True((await World.RotationAsync()).Start!.HadNoEffect);
        World.ReadsOfApiTokenLeft = null;
        World.Start(); // somebody else

        Assert.Equal(ParkCodes.ForeignRotation, (await StartAsync()).Code);
        Assert.False((await World.RotationAsync()).StartTookEffect);
    }

    [Fact]
    public async Task A_400_while_another_token_came_into_force_is_held_and_says_that_our_call_may_have_arrived_twice()
    {
        await World.PlannedAsync();
        World.Fates.Enqueue("400");
        World.AfterNextCall = () => World.Start();

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, ParkCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.Contains("our call arrived twice", outcome.Message, StringComparison.Ordinal);
        Assert.False((await World.RotationAsync()).StartTookEffect);
    }

    [Fact]
    public async Task A_400_while_the_old_token_stays_in_force_is_somebody_elses_rotation()
    {
        await World.PlannedAsync();
        World.Fates.Enqueue("400");

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, ParkCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.DoesNotContain("arrived twice", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_token_that_a_refused_start_had_recorded_is_the_one_before_somebody_elses_start()
    {
        string old = World.InForce;
        await World.PlannedAsync();
        World.Fates.Enqueue("403");
        await StartAsync();
        World.Start(); // somebody else
        await StartAsync();

        Assert.Equal(CallWorld.FingerprintOf(old), (await World.RotationAsync()).OldToken!.Fingerprint);
    }
}
