using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>Two waves, one after the other: one target of each may fail, and two of the run.</summary>
public sealed class AssessWaveTests
{
    private static readonly PolicyOptions _policy = new()
    {
        FailureBudget = new() { Wave = new(1, IsPercent: false), Run = new(2, IsPercent: false) },
    };

    private readonly MemoryLedgerStore _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TargetState.Failed, TargetState.Rotated, false)]
    [InlineData(TargetState.Failed, TargetState.Failed, true)]
    public async Task The_approvers_are_asked_when_more_of_a_wave_failed_than_may(TargetState one, TargetState other, bool isOver)
    {
        await WaveAsync(1, Some.Target("a", one), Some.Target("b", other), Some.Target("c", TargetState.Rotated));

        Assert.Equal(new AssessWave.Result(isOver, Unsent: 0), await AssessAsync(1));
    }

    [Fact]
    public async Task What_failed_in_another_wave_is_none_of_its_own()
    {
        await WaveAsync(1, Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Failed));
        await WaveAsync(2, Some.Target("c", TargetState.Rotated));

        Assert.Equal((true, false), ((await AssessAsync(1)).IsOverBudget, (await AssessAsync(2)).IsOverBudget));
    }

    [Fact]
    public async Task What_failed_in_the_run_counts_in_every_wave()
    {
        await WaveAsync(1, Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Failed));
        await WaveAsync(2, Some.Target("c", TargetState.Failed));

        Assert.True((await AssessAsync(2)).IsOverBudget);
    }

    [Fact]
    public async Task Those_that_were_not_sent_are_counted_and_are_no_failures()
    {
        await WaveAsync(1, Some.Target("a"), Some.Target("b"), Some.Target("c", TargetState.Failed));
        await WaveAsync(2, Some.Target("d"));

        Assert.Equal(new AssessWave.Result(IsOverBudget: false, Unsent: 2), await AssessAsync(1));
    }

    private async Task WaveAsync(int number, params TargetRecord[] members)
    {
        await new TargetLedger(_store).PutAsync("rot-1", members, Stop);
        WaveRecord wave = new()
        {
            Number = number,
            Action = TargetAction.Apply,
            Component = Component.OneAgent,
            Targets = members.Length,
            Lanes = 1,
        };
        SegmentRecord segment = new(0, 0, "west", 1, [.. members.Select(static target => target.TargetId)]);
        await new PlanLedger(_store).PutWaveAsync("rot-1", wave, [segment], Stop);
    }

    private Task<AssessWave.Result> AssessAsync(int wave)
        => new AssessWave(new(_store), new(_store), _policy).RunAsync(new("rot-1", wave), Stop);
}
