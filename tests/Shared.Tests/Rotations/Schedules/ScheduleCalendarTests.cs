using System.Globalization;
using CsCheck;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Shared.Tests.Scheduling;

namespace TenantTokens.Shared.Tests.Rotations.Schedules;

/// <summary>
/// Local time. Europe/Berlin puts its clock forward on 2026-03-29 at 01:00 UTC (02:00 to 03:00) and back on 2026-10-25 at 01:00 UTC (03:00
/// to 02:00).
/// </summary>
public sealed class ScheduleCalendarTests
{
    private static readonly DayOfWeek[] _weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    [Theory]
    [InlineData("an ordinary day", "30 2 * * *", "2026-03-27T12:00Z", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("in the gap: right after it, once", "30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("in the doubled hour: the first time only", "30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("asked between the two of the doubled hour", "30 2 * * *", "2026-10-25T01:00Z", "2026-10-26T01:30Z")]
    [InlineData("monthly, over both changes", "0 2 1 * *", "2026-03-15T00:00Z", "2026-04-01T00:00Z 2026-05-01T00:00Z")]
    [InlineData("the last Sunday of the month, in the gap", "15 2 * * 0L", "2026-03-01T00:00Z", "2026-03-29T01:00Z 2026-04-26T00:15Z")]
    public void A_cron_time_occurs_once_whatever_the_clock_does(string what, string cron, string after, string expected)
    {
        ScheduleCalendar calendar = new(new() { Cron = cron, TimeZone = "Europe/Berlin" });
        DateTimeOffset from = Utc(after);

        foreach (string next in expected.Split(' '))
        {
            Assert.True(Utc(next) == calendar.NextTick(from), $"{what}: {next}, not {calendar.NextTick(from):u}");
            from = Utc(next);
        }
    }

    [Theory]
    [InlineData("Saturday before it opens", "2026-03-07T20:59Z", false, "2026-03-07T21:00Z")]
    [InlineData("its first minute", "2026-03-07T21:00Z", true, null)]
    [InlineData("after midnight", "2026-03-08T02:59Z", true, null)]
    [InlineData("the minute it closes", "2026-03-08T03:00Z", false, "2026-03-08T21:00Z")]
    [InlineData("Monday morning belongs to Sunday", "2026-03-09T02:59Z", true, null)]
    [InlineData("Saturday morning belongs to Friday, which has none", "2026-03-07T01:00Z", false, "2026-03-07T21:00Z")]
    [InlineData("in the week", "2026-03-11T22:00Z", false, "2026-03-14T21:00Z")]
    [InlineData("the gap's night: closes an hour earlier", "2026-03-29T02:00Z", false, "2026-03-29T20:00Z")]
    [InlineData("the gap's night: the last minute", "2026-03-29T01:59Z", true, null)]
    [InlineData("the doubled night: an hour longer", "2026-10-25T02:59Z", true, null)]
    [InlineData("the doubled night is over", "2026-10-25T03:00Z", false, "2026-10-25T21:00Z")]
    public void A_window_may_cross_midnight(string what, string now, bool isOpen, string? opensAt)
    {
        WindowState state = Berlin(new ScheduleWindowOptions { Days = _weekend, From = new(22, 0, 0), To = new(4, 0, 0) }).At(Utc(now));

        Assert.True((isOpen, opensAt is null ? null : Utc(opensAt)) == (state.IsOpen, state.OpensAt), $"{what}: {state}");
        Assert.Contains("Sat, Sun 22:00-04:00", state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_falls_into_the_gap_does_not_open_that_day()
        => Assert.Equal(Utc("2026-03-30T00:00Z"), Berlin(Window(2, 3)).FirstOpening(Utc("2026-03-28T12:00Z")));

    [Fact]
    public void A_window_of_the_doubled_hour_opens_twice()
    {
        ScheduleCalendar calendar = Berlin(Window(1, 2.5));

        Assert.True(calendar.At(Utc("2026-10-25T00:29Z")).IsOpen);
        Assert.Equal(Utc("2026-10-25T01:00Z"), calendar.FirstOpening(Utc("2026-10-25T00:30Z")));
    }

    [Fact]
    public void Without_windows_hosts_may_be_touched_at_any_time()
        => Assert.Equal(WindowState.Unrestricted, Berlin().At(Utc("2026-03-07T20:59Z")));

    [Theory]
    [InlineData("the evening before", "2026-12-19T22:59Z", true)]
    [InlineData("local midnight", "2026-12-19T23:00Z", false)]
    [InlineData("its last minute", "2027-01-03T22:59Z", false)]
    [InlineData("the morning after", "2027-01-03T23:00Z", true)]
    public void A_blackout_holds_from_its_first_to_its_last_local_day(string what, string now, bool isOpen)
    {
        WindowState state = new ScheduleCalendar(YearEnd()).At(Utc(now));

        Assert.True(isOpen == state.IsOpen, what);
        Assert.Equal(isOpen ? null : Utc("2027-01-03T23:00Z"), state.OpensAt);
        Assert.Equal(!isOpen, state.Reason.Contains("year end", StringComparison.Ordinal));
    }

    [Fact]
    public void A_blackout_wins_over_a_window()
    {
        ScheduleCalendar calendar = new(YearEnd() with { Windows = [new() { Days = _weekend, From = new(22, 0, 0), To = new(4, 0, 0) }] });

        // Sunday, January 3 is blacked out until midnight; its window goes on until four.
        Assert.Equal(
            new WindowState(false, Utc("2027-01-03T23:00Z"), "blackout 2026-12-20 to 2027-01-03 (year end)"),
            calendar.At(Utc("2027-01-03T22:00Z")));
    }

    [Fact]
    public void When_nothing_opens_within_the_horizon_there_is_no_opening()
        => Assert.Null(new ScheduleCalendar(
            YearEnd() with { Blackouts = [new() { From = new(2026, 1, 1), To = new(2028, 1, 1), Reason = "never" }] })
            .FirstOpening(Utc("2026-03-01T00:00Z")));

    [Fact]
    public void A_day_that_begins_after_midnight_begins_all_the_same()
    {
        // Cairo puts its clock forward at midnight: 2026-04-24 begins at 01:00, which is 2026-04-23T22:00Z.
        ScheduleCalendar calendar = new(new()
        {
            Cron = "0 2 * * *",
            TimeZone = "Africa/Cairo",
            Blackouts = [new() { From = new(2026, 4, 23), To = new(2026, 4, 23), Reason = "x" }],
        });

        Assert.Equal(Utc("2026-04-23T22:00Z"), calendar.FirstOpening(Utc("2026-04-23T10:00Z")));
    }

    /// <summary>Against the plainest way to find it: look at every minute.</summary>
    [Fact]
    public void The_first_opening_is_the_first_open_minute()
        => Gen.Select(Gens.Options, Gens.Now).Sample(
            static (options, now) =>
            {
                ScheduleCalendar calendar = new(options);
                DateTimeOffset? first = calendar.FirstOpening(now);
                DateTimeOffset end = now.AddDays(3);
                for (DateTimeOffset minute = now; minute < end; minute = minute.AddMinutes(1))
                {
                    if (calendar.IsOpen(minute))
                    {
                        return first == minute;
                    }
                }

                return first is null || first >= end;
            },
            iter: 60);

    private static ScheduleCalendar Berlin(params ScheduleWindowOptions[] windows)
        => new(new() { Cron = "0 2 1 * *", TimeZone = "Europe/Berlin", Windows = windows });

    private static ScheduleWindowOptions Window(double from, double to)
        => new() { From = TimeSpan.FromHours(from), To = TimeSpan.FromHours(to) };

    private static ScheduleOptions YearEnd() => new()
    {
        Cron = "0 2 1 * *",
        TimeZone = "Europe/Berlin",
        Blackouts = [new() { From = new(2026, 12, 20), To = new(2027, 1, 3), Reason = "year end" }],
    };

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
