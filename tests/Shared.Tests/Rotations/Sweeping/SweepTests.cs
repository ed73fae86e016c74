using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Shared.Tests.Rotations.Claiming;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Sweeping;

/// <summary>After finish the claim is left to the sweep, which a start of another copy ends.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly ClaimWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_sweep_goes_on_while_nobody_else_starts()
    {
        ClaimCopy copy = await SweepingAsync();

        Assert.Equal("true", Assert.Single(_world.Enabled).Tags["sweep"]);
        Assert.False((await RoundAsync(copy)).IsOver);
    }

    [Fact]
    public async Task The_claim_is_released_when_the_sweep_has_ended()
    {
        ClaimCopy copy = await SweepingAsync();
        copy.Time.Advance(TimeSpan.FromDays(31));
        Assert.True((await RoundAsync(copy)).IsOver);

        await copy.RunAsync<EndSweep, string, EndSweep.Result>(copy.RotationId);

        Assert.Empty(_world.Enabled);
        Assert.NotNull((await copy.RotationAsync()).SweepEndedAt);
    }

    [Fact]
    public async Task What_came_back_when_the_sweep_was_over_is_not_pending_for_ever()
    {
        ClaimCopy copy = await SweepingAsync();
        TargetLedger targets = copy.Services.GetRequiredService<TargetLedger>();
        await targets.PutAsync(
            copy.RotationId,
            [Some.Target("web-01", TargetState.Rotated), Some.Target("web-02", TargetState.Pending)],
            TestContext.Current.CancellationToken);
        copy.Time.Advance(TimeSpan.FromDays(31));

        EndSweep.Result end = await copy.RunAsync<EndSweep, string, EndSweep.Result>(copy.RotationId);

        IReadOnlyList<TargetRecord> after = await targets.ListAsync(copy.RotationId, TestContext.Current.CancellationToken);
        Assert.Equal(1, end.Left);
        Assert.Equal(
            [("oneagent/web-01", TargetState.Rotated, null), ("oneagent/web-02", TargetState.Unreachable, "sweep-ended")],
            after.Select(static target => (target.Name, target.State, target.Code)).Order());
    }

    [Fact]
    public async Task A_cancelled_rotation_releases_its_claim_at_once()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync(isLasting: true));
        await copy.ChangeAsync(static current => current with { Phase = RotationPhase.Cancelled });

        Assert.True(await copy.RunAsync<ReleaseClaim, string, bool>(copy.RotationId));

        Assert.Empty(_world.Enabled);
    }

    [Fact]
    public async Task A_sweep_stands_in_nobodys_way_and_the_start_of_another_copy_ends_it()
    {
        ClaimCopy sweeping = await SweepingAsync();
        ClaimCopy other = await _world.CopyAsync("app");

        Assert.Null(await other.AskAsync(isLasting: true));
        Assert.True((await RoundAsync(sweeping)).IsOver);

        await other.StartedAsync();
        Assert.Null(await other.AskAsync());
        Assert.Equal("app", Assert.Single(_world.Enabled).Tags["where"]);
        await other.ChangeAsync(static current => current with { Phase = RotationPhase.Cancelled });
        await other.RunAsync<ReleaseClaim, string, bool>(other.RotationId);
        Assert.True((await RoundAsync(sweeping)).IsOver); // for good: its token may be dead by now
    }

    [Fact]
    public async Task A_sweep_from_before_there_were_claims_goes_on()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        await CompleteAsync(copy);

        Assert.False((await RoundAsync(copy)).IsOver);
        Assert.Empty(_world.Enabled);
    }

    [Fact]
    public async Task A_sweep_that_was_imported_elsewhere_sends_nothing_until_it_is_taken_over_by_name()
    {
        ClaimCopy laptop = await SweepingAsync();
        ClaimCopy app = await _world.CopyAsync("app");
        RotationRecord exported = await laptop.RotationAsync();
        await app.ImportAsync(exported);

        BeginSweepRound.Result round = await RoundAsync(app);

        Assert.Equal((false, true), (round.IsOver, round.IsHeld));
        Assert.Equal([OperatorCommandKind.TakeOver], OperatorCommandRules.Allowed(await app.RotationAsync()));
        Assert.True((await app.SayAsync(OperatorCommandKind.TakeOver, "we move to the app", "laptop")).Accepted);
        Assert.Equal((false, false), (await RoundAsync(app)) is { } next ? (next.IsOver, next.IsHeld) : default);
        Assert.True((await RoundAsync(laptop)).IsHeld);
    }

    private async Task<ClaimCopy> SweepingAsync()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync(isLasting: true));
        await CompleteAsync(copy);
        Assert.True(await copy.RunAsync<ReleaseClaim, string, bool>(copy.RotationId));
        return copy;
    }

    private static Task<RotationRecord> CompleteAsync(ClaimCopy copy) => copy.ChangeAsync(current => current with
    {
        Phase = RotationPhase.Completed,
        StartTookEffect = true,
        OldToken = new("v1", "old"),
        NewToken = new("v2", "new"),
        SweepUntil = copy.Time.GetUtcNow() + TimeSpan.FromDays(30),
    });

    private static Task<BeginSweepRound.Result> RoundAsync(ClaimCopy copy)
        => copy.RunAsync<BeginSweepRound, string, BeginSweepRound.Result>(copy.RotationId);
}
