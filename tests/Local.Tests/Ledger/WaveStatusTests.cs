using TenantTokens.Rotations.Plans;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>The row of a wave that is read just before each send.</summary>
public sealed class WaveStatusTests : LedgerTest
{
    private const string Id = "rot-1";

    [Fact]
    public async Task A_wave_that_nobody_has_begun_sends() => Assert.False((await Plans.StatusAsync(Id, 3, Stop)).Stopped);

    [Fact]
    public async Task One_failure_beyond_the_limit_stops_it_and_none_within()
    {
        await Plans.BeginWaveAsync(Id, 3, limit: 1, Stop);
        await Plans.CountFailureAsync(Id, 3, "oa-1", Stop);
        Assert.False((await Plans.StatusAsync(Id, 3, Stop)).Stopped);

        await Plans.CountFailureAsync(Id, 3, "oa-2", Stop);

        Assert.True((await Plans.StatusAsync(Id, 3, Stop)).Stopped);
        Assert.False((await Plans.StatusAsync(Id, 4, Stop)).Stopped);
    }

    [Fact]
    public async Task A_failure_that_is_told_twice_counts_once_per_round()
    {
        await Plans.BeginWaveAsync(Id, 3, limit: 5, Stop);
        await Plans.CountFailureAsync(Id, 3, "oa-1", Stop);
        await Plans.CountFailureAsync(Id, 3, "oa-1", Stop);
        Assert.Equal(1, (await Plans.StatusAsync(Id, 3, Stop)).Failures);

        await Plans.BeginWaveAsync(Id, 3, limit: 5, Stop);
        await Plans.CountFailureAsync(Id, 3, "oa-1", Stop);

        Assert.Equal(new WaveStatus(Stopped: false, Failures: 1, Limit: 5, Round: 2), await Plans.StatusAsync(Id, 3, Stop));
    }

    [Fact]
    public async Task A_wave_whose_budget_is_used_up_does_not_even_begin_to_send()
    {
        await Plans.BeginWaveAsync(Id, 3, limit: -1, Stop);
        Assert.True((await Plans.StatusAsync(Id, 3, Stop)).Stopped);
    }

    [Fact]
    public async Task A_wave_that_was_stopped_sends_again_when_it_begins_again()
    {
        await Plans.StopWaveAsync(Id, 3, Stop);
        Assert.True((await Plans.StatusAsync(Id, 3, Stop)).Stopped);
        await Plans.BeginWaveAsync(Id, 3, limit: 0, Stop);
        Assert.False((await Plans.StatusAsync(Id, 3, Stop)).Stopped);
    }

    [Fact]
    public async Task Failures_counted_at_the_same_time_are_all_counted()
    {
        await Plans.BeginWaveAsync(Id, 3, limit: 100, Stop);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => Plans.CountFailureAsync(Id, 3, $"oa-{number}", Stop))));
        Assert.Equal(20, (await Plans.StatusAsync(Id, 3, Stop)).Failures);
    }
}
