using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Shared.Tests.Rotations.Orchestration;

public sealed class RotationWaitsTests
{
    private static readonly RotationWaits _waits = RotationWaits.From(new PolicyOptions(), emergency: false);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(6, 60)]
    [InlineData(12, 120)]
    [InlineData(24, 240)]
    [InlineData(1000, 240)]
    public void The_longer_a_gate_is_open_the_less_often_it_is_looked_at_up_to_every_four_hours(double hoursOpen, double minutes)
        => Assert.Equal(minutes, _waits.UntilLook(TimeSpan.FromHours(hoursOpen)).TotalMinutes);

    [Fact]
    public void On_the_first_day_there_are_few_looks_and_on_every_further_day_six()
    {
        int[] looks = new int[10];
        for (TimeSpan open = _waits.UntilLook(TimeSpan.Zero); open < TimeSpan.FromDays(10); open += _waits.UntilLook(open))
        {
            looks[open.Days]++;
        }

        Assert.InRange(looks[0], 6, 16);
        Assert.All(looks[1..], static day => Assert.InRange(day, 5, 7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(120)]
    public void Whatever_takes_a_while_is_looked_for_at_most_thirty_times_and_the_last_time_when_its_time_is_over(int minutes)
    {
        TimeSpan limit = TimeSpan.FromMinutes(minutes);
        int looks = 1;
        TimeSpan left = limit;
        for (; left > TimeSpan.Zero; looks++)
        {
            TimeSpan pause = _waits.UntilPoll(limit, left);
            Assert.True(pause > TimeSpan.Zero);
            left -= pause;
        }

        Assert.Equal(TimeSpan.Zero, left);
        Assert.InRange(looks, 1, 30);
    }

    [Fact]
    public void What_is_done_soon_is_looked_for_often()
        => Assert.Equal(_waits.PollInterval, _waits.UntilPoll(TimeSpan.FromMinutes(10), left: TimeSpan.FromMinutes(10)));

    [Theory]
    [InlineData(0.5, 31)]
    [InlineData(24, 60)]
    public void After_finish_a_long_watch_looks_less_often_and_a_short_one_every_minute(double hours, int most)
    {
        RotationWaits waits = _waits with { AfterFinish = TimeSpan.FromHours(hours) };
        int looks = 1;
        for (TimeSpan passed = TimeSpan.Zero; passed < waits.AfterFinish; looks++)
        {
            passed += waits.UntilLookAfterFinish(passed);
        }

        Assert.InRange(looks, most / 2, most);
        Assert.Equal(waits.WatchInterval, waits.UntilLookAfterFinish(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_round_that_is_due_is_the_same_whoever_counts()
    {
        (int round, TimeSpan due) = (0, _waits.StragglerPause(0));
        for (TimeSpan passed = TimeSpan.Zero; passed < TimeSpan.FromDays(3); passed += TimeSpan.FromMinutes(7))
        {
            while (due <= passed)
            {
                due += _waits.StragglerPause(++round);
            }

            (int known, TimeSpan next) = _waits.NextStragglerRound(passed);
            Assert.Equal(due, next);
            Assert.Equal(_waits.StragglerPause(round), _waits.StragglerPause(known));
        }
    }
}
