using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Reading;
using Xunit.Sdk;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Every scenario watches how its targets move, and fails by a move that no cause allows.</summary>
public sealed class MovesOfTargetsTests
{
    [Fact]
    public Task A_target_that_moves_as_no_cause_allows_fails_its_scenario() => VirtualRun.PlayAsync(static async time =>
    {
        Scenario scenario = await Scenario.StartAsync(time);
        TargetRecord proved = await ProvedAsync(scenario);

        await ChangeAsync(
            scenario,
            proved,
            static target => target with { State = TargetState.Skipped, Code = "skipped", SkippedBy = "olga" });

        XunitException seen = await Assert.ThrowsAnyAsync<XunitException>(() => scenario.UntilAsync(static _ => true, "seen"));
        XunitException ended = await Assert.ThrowsAnyAsync<XunitException>(async () => await scenario.DisposeAsync());
        Assert.All([seen, ended], failure => Assert.EndsWith(
            $"{scenario.RotationId}, AwaitingFinish: {proved.Name} was Rotated and is Skipped: no cause brings it there.",
            failure.Message,
            StringComparison.Ordinal));
    });

    [Fact]
    public Task A_target_that_moves_and_does_not_show_why_fails_its_scenario() => VirtualRun.PlayAsync(static async time =>
    {
        Scenario scenario = await Scenario.StartAsync(time);
        TargetRecord proved = await ProvedAsync(scenario);

        await ChangeAsync(
            scenario,
            proved,
            static target => target with { State = TargetState.Inconclusive, Code = "who-knows", Send = null });

        XunitException ended = await Assert.ThrowsAnyAsync<XunitException>(async () => await scenario.DisposeAsync());
        Assert.Contains(
            $"{proved.Name} was Rotated and is Inconclusive (who-knows), and its row shows none of",
            ended.Message,
            StringComparison.Ordinal);
    });

    [Fact]
    public Task A_row_that_changes_and_does_not_move_fails_nothing() => VirtualRun.PlayAsync(static async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        TargetRecord proved = await ProvedAsync(scenario);

        await ChangeAsync(scenario, proved, static target => target with { Message = "It is on the new token." });

        await scenario.ApproveAndCompleteAsync();
    });

    private static async Task<TargetRecord> ProvedAsync(Scenario scenario)
    {
        await scenario.RotateAsync();
        RotationSnapshot seen = await scenario.UntilGateAsync(GateKind.Finish);
        return seen.Targets.First(static target => target.State is TargetState.Rotated);
    }

    private static Task<TargetRecord> ChangeAsync(Scenario scenario, TargetRecord target, Func<TargetRecord, TargetRecord> change)
        => scenario.Get<TargetLedger>().UpdateAsync(scenario.RotationId, target.TargetId, change, CancellationToken.None);
}
