using CsCheck;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

public sealed class WaveBudgetTests
{
    private static readonly FailureBudgetOptions _options = new() { Wave = new(10, IsPercent: true), Run = new(3, IsPercent: false) };

    [Fact]
    public void Failures_within_the_budget_ask_nobody()
    {
        WaveBudget budget = Of([.. Many(18, TargetState.Rotated), .. Many(2, TargetState.Failed)]);
        Assert.False(budget.IsExceeded);
        Assert.Equal(0, budget.Remaining);
    }

    [Theory]
    [InlineData(TargetState.Failed, true)]
    [InlineData(TargetState.Expired, true)]
    [InlineData(TargetState.Inconclusive, true)]
    [InlineData(TargetState.Unreachable, false)]
    [InlineData(TargetState.Skipped, false)]
    [InlineData(TargetState.Pending, false)]
    [InlineData(TargetState.AlreadyCurrent, false)]
    public void Whatever_a_command_did_not_bring_to_the_new_token_uses_up_the_budget(TargetState state, bool counts)
    {
        WaveBudget budget = Of([.. Many(17, TargetState.Rotated), .. Many(3, state)]);
        Assert.Equal(counts, budget.IsExceeded);
        Assert.Equal(counts ? -1 : 2, budget.Remaining);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_host_that_the_plan_found_on_an_older_token_counts_only_once_something_was_sent_to_it(bool isTouched, bool counts)
    {
        TargetRecord[] older =
        [
            .. Many(3, TargetState.Failed)
                .Select(target => target with { OtherFingerprint = "0123456789abcdef", ApplyNotAfter = isTouched ? Some.Now : null }),
        ];
        Assert.Equal(counts, Of([.. Many(17, TargetState.Rotated), .. older]).IsExceeded);
    }

    [Fact]
    public void One_more_than_the_wave_allows_asks_with_every_number_and_its_denominator()
    {
        WaveBudget budget = Of([.. Many(17, TargetState.Rotated), .. Many(3, TargetState.Failed)]);
        Assert.True(budget.IsExceeded);
        Assert.Equal("3 of 20 in wave 4 are not on the new token, allowed 2 (10% of 20); 3 of 20 in the run, allowed 3.", budget.Message);
        Assert.StartsWith($"{budget.Message} oneagent/failed-00 is Failed (boom: It broke.); ", budget.Question, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_of_earlier_waves_count_in_the_run()
    {
        TargetRecord[] members = [.. Many(20, TargetState.Rotated), .. Many(1, TargetState.Inconclusive)];
        WaveBudget budget = WaveBudget.From(Wave(), members, [.. members, .. Many(3, TargetState.Failed)], _options);
        Assert.True(budget.IsExceeded);
        Assert.Equal(4, budget.InTheWay.Count());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Unreachable_counts_only_when_the_switch_says_so(bool counts, bool exceeded)
        => Assert.Equal(
            exceeded,
            WaveBudget.From(
                Wave(),
                [.. Many(5, TargetState.Unreachable)],
                [.. Many(5, TargetState.Unreachable)],
                _options with { CountUnreachable = counts }).IsExceeded);

    [Theory]
    [InlineData("a canary", true, Component.OneAgent)]
    [InlineData("an ActiveGate", false, Component.ActiveGate)]
    public void One_failure_asks_for(string what, bool isCanary, Component component)
    {
        WaveRecord wave = Wave() with { IsCanary = isCanary, Component = component };
        Assert.True(
            WaveBudget.From(
                wave,
                [Some.Target("a", TargetState.Unreachable, component)],
                [],
                new() { Wave = new(100, IsPercent: true), Run = new(100, IsPercent: true) }).IsExceeded,
            what);
        Assert.False(
            WaveBudget.From(
                wave,
                [
                    Some.Target("a", TargetState.Rotated, component),
                    Some.Target("b", TargetState.Skipped, component),
                    Some.Target("c", TargetState.Pending, component),
                ],
                [],
                _options).IsExceeded,
            what);
    }

    [Fact]
    public void It_is_exceeded_exactly_when_nothing_remains()
        => Gen.Select(Gen.Enum<TargetState>().Array[0, 60], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Bool, Gen.Bool).Sample(
            static (states, wave, run, counts, isCanary) =>
            {
                TargetRecord[] members = [.. states.Select(static (state, index) => Some.Target($"t-{index}", state))];
                FailureBudgetOptions options = new()
                {
                    Wave = new(wave, IsPercent: false),
                    Run = new(run, IsPercent: false),
                    CountUnreachable = counts,
                };
                WaveBudget budget = WaveBudget.From(Wave() with { IsCanary = isCanary }, members, members, options);
                Assert.Equal(budget.Remaining < 0, budget.IsExceeded);
                Assert.DoesNotContain(
                    budget.InTheWay,
                    static target => target.IsOnNewToken || target.State is TargetState.Pending or TargetState.Skipped);
            },
            iter: 500);

    private static WaveBudget Of(TargetRecord[] members) => WaveBudget.From(Wave(), members, members, _options);

    private static WaveRecord Wave()
        => new() { Number = 4, Action = TargetAction.Apply, Component = Component.OneAgent, Targets = 20, Lanes = 1 };

    private static IEnumerable<TargetRecord> Many(int count, TargetState state)
        => Enumerable.Range(0, count).Select(
            index => Some.Target($"{state.ToString().ToLowerInvariant()}-{index:00}", state) with { Code = "boom", Message = "It broke." });
}
