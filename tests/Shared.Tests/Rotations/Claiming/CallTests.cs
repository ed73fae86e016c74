using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Starting;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Claiming;

/// <summary>
/// The calls that take effect once. Nobody answers for Dynatrace here, so a call that is sent would show: as an attempt in the ledger
/// and as an unexpected request.
/// </summary>
public sealed class CallTests : IDisposable
{
    private readonly ClaimWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Start_is_not_sent_while_another_copy_holds_the_claim()
    {
        ClaimCopy copy = await SecondAsync(static rotation => rotation with { Phase = RotationPhase.Starting });

        StartRotation.Result outcome = await copy.RunAsync<StartRotation, StartRotation.Input, StartRotation.Result>(
            new(copy.RotationId, SettleTimePassed: false));

        Assert.Equal((StartVerdict.Hold, ParkCodes.ClaimHeld), (outcome.Verdict, outcome.Code));
        Assert.Null((await copy.RotationAsync()).Start);
    }

    [Fact]
    public async Task Finish_is_not_sent_by_a_copy_that_has_lost_the_claim()
    {
        CallAttempt unanswered = new(1, ClaimWorld.Noon, Answered: false);
        ClaimCopy copy = await SecondAsync(rotation => Ours(rotation) with { Phase = RotationPhase.Finishing, Finish = unanswered });

        CallOutcome outcome = await copy.RunAsync<FinishRotation, CallInput, CallOutcome>(new(copy.RotationId, SettleTimePassed: false));

        Assert.Equal((false, ParkCodes.ClaimLost), (outcome.IsDone, outcome.Code));
        Assert.Equal(unanswered, (await copy.RotationAsync()).Finish);
    }

    [Fact]
    public async Task Cancel_is_not_sent_by_a_copy_that_has_lost_the_claim()
    {
        ClaimCopy copy = await SecondAsync(static rotation => Ours(rotation) with { Phase = RotationPhase.Cancelling, Restoring = true });

        CallOutcome outcome = await copy.RunAsync<CancelRotation, CallInput, CallOutcome>(new(copy.RotationId, SettleTimePassed: false));

        Assert.Equal((false, ParkCodes.ClaimLost), (outcome.IsDone, outcome.Code));
        Assert.Null((await copy.RotationAsync()).Cancel);
    }

    [Fact]
    public async Task The_claim_is_made_to_last_before_start_is_sent()
    {
        WatchWorld world = new();
        world.Vault.Clock = ClaimWorld.Noon;
        await world.RotationAsync(RotationPhase.Starting, owned: false);

        StartRotation.Input input = new(WatchWorld.RotationId, SettleTimePassed: false);
        await Assert.ThrowsAnyAsync<Exception>(() => world.RunAsync<StartRotation, StartRotation.Input, StartRotation.Result>(input));

        Assert.Contains(world.Asked, static path => path.EndsWith("/tenantTokenRotation/start", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", Assert.Single(world.Vault.VersionsOf(ClaimWorld.Secret)).Tags.Keys);
        Assert.NotNull((await world.Rotations.GetAsync(WatchWorld.RotationId, TestContext.Current.CancellationToken)).ClaimVersion);
    }

    private static RotationRecord Ours(RotationRecord rotation)
        => rotation with { StartTookEffect = true, OldToken = new("v1", "old"), NewToken = new("v2", "new"), ClaimVersion = "ours" };

    private async Task<ClaimCopy> SecondAsync(Func<RotationRecord, RotationRecord> stands)
    {
        ClaimCopy holder = await _world.CopyAsync("laptop");
        Assert.Null(await holder.AskAsync(isLasting: true));
        ClaimCopy second = await _world.CopyAsync("app");
        await second.ChangeAsync(stands);
        return second;
    }
}
