using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Starting;
using TenantTokens.Shared.Tests.Rotations.Calls;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Starting;

/// <summary>Two runs of the activity at once: an activity may be delivered twice.</summary>
public sealed class StartRaceTests : StartTest
{
    [Fact]
    public async Task Two_runs_of_the_activity_at_once_start_once_and_neither_takes_the_other_for_a_stranger()
    {
        string old = World.InForce;
        await World.PlannedAsync();
        World.AtNextLook = async () => Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        await Assert.ThrowsAsync<CallRaceException>(() => StartAsync());

        RotationRecord rotation = await World.RotationAsync();
        Assert.Equal((true, CallWorld.FingerprintOf(old)), (rotation.StartTookEffect, rotation.OldToken!.Fingerprint));
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(["start took effect"], World.Calls);
    }

    [Fact]
    public async Task What_another_run_recorded_while_the_call_was_on_its_way_is_not_overwritten()
    {
        await World.PlannedAsync();
        CallAttempt others = new(2, Some.Now, Answered: false) { UnknownAt = Some.Now };
        World.Fates.Enqueue("400");
        World.AfterNextCall = () => World.ChangeAsync(current => current with { Start = others }).GetAwaiter().GetResult();

        await Assert.ThrowsAsync<CallRaceException>(() => StartAsync());

        Assert.Equal(others, (await World.RotationAsync()).Start);
    }

    [Fact]
    public async Task A_start_is_not_sent_again_when_another_run_has_recorded_an_attempt_meanwhile()
    {
        await World.PlannedAsync();
        World.Fates.Enqueue("lost before the effect");
        await StartAsync();
        CallAttempt others = CallAttempt.After((await World.RotationAsync()).Start, Some.Now);
        World.AtNextLook = () => World.ChangeAsync(current => current with { Start = others });

        await Assert.ThrowsAsync<CallRaceException>(() => StartAsync());

        Assert.Equal(["start had no effect"], World.Calls);
    }
}
