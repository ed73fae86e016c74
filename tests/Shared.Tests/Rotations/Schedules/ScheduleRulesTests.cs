using System.Globalization;
using CsCheck;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Shared.Tests.Scheduling;
using TenantTokens.Testing.Builders;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Schedules;

public sealed class ScheduleRulesTests
{
    private static readonly ScheduleOptions _monthly = new()
    {
        Cron = "0 2 1 * *",
        TimeZone = "Europe/Berlin",
        Windows = [new() { From = new(1, 0, 0), To = new(5, 0, 0) }],
        Blackouts = [new() { From = new(2026, 5, 1), To = new(2026, 5, 3), Reason = "long weekend" }],
    };

    [Theory]
    [InlineData(
        "before it",
        "2026-03-31T23:59Z",
        DueVerdict.NotDue,
        "Not due: next on 2026-04-01 02:00 Europe/Berlin (cron '0 2 1 * *').",
        "2026-04-01T00:00Z")]
    [InlineData(
        "on it",
        "2026-04-01T00:00Z",
        DueVerdict.Due,
        "Due since 2026-04-01 02:00 Europe/Berlin (cron '0 2 1 * *'); window every day 01:00-05:00 is open.",
        "2026-04-01T00:00Z")]
    [InlineData("asked late, in the window", "2026-04-01T02:59Z", DueVerdict.Due, "Due since 2026-04-01 02:00", "2026-04-01T02:59Z")]
    [InlineData(
        "asked too late for the window",
        "2026-04-01T03:00Z",
        DueVerdict.Blocked,
        "but not before 2026-04-02 01:00 Europe/Berlin: outside the windows (every day 01:00-05:00).",
        "2026-04-01T23:00Z")]
    [InlineData(
        "down for a month: in the blackout",
        "2026-05-02T00:00Z",
        DueVerdict.Blocked,
        "Due since 2026-04-01 02:00 Europe/Berlin (cron '0 2 1 * *'), but not before 2026-05-04 01:00 Europe/Berlin: blackout 2026-05-01"
            + " to 2026-05-03 (long weekend).",
        "2026-05-03T23:00Z")]
    public void Due_or_not_is_said_with_why_and_when(string what, string now, DueVerdict verdict, string reason, string startsAt)
    {
        ScheduleRecord record = ScheduleRules.Refresh(_monthly, Success("2026-03-15T00:00Z"), latest: null, Utc(now));

        DueAnswer answer = ScheduleRules.Evaluate(_monthly, record, Utc(now), openRotation: null, vaultExpiry: null);

        Assert.True(verdict == answer.Verdict, $"{what}: {answer}");
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
        Assert.Equal((Utc("2026-04-01T00:00Z"), Utc(startsAt)), (answer.Due!.At, answer.StartsAt));
    }

    [Fact]
    public void A_due_date_in_a_blackout_says_when_it_starts_instead()
    {
        ScheduleRecord record = ScheduleRules.Refresh(_monthly, Success("2026-04-15T00:00Z"), latest: null, Utc("2026-04-16T00:00Z"));

        DueAnswer answer = ScheduleRules.Evaluate(_monthly, record, Utc("2026-04-16T00:00Z"), openRotation: null, vaultExpiry: null);

        Assert.Equal(
            "Not due: next on 2026-05-01 02:00 Europe/Berlin (cron '0 2 1 * *'), but not before 2026-05-04 01:00 Europe/Berlin: blackout"
                + " 2026-05-01 to 2026-05-03 (long weekend).",
            answer.Reason);
    }

    [Fact]
    public void Nothing_is_due_without_a_schedule_or_with_one_that_is_switched_off()
    {
        ScheduleRecord record = Success("2020-01-01T00:00Z");

        Assert.Equal(
            new DueAnswer(DueVerdict.Disabled, "Never due: no schedule is configured."),
            ScheduleRules.Evaluate(null, record, Some.Now, null, null));
        Assert.Equal(
            new DueAnswer(DueVerdict.Disabled, "Never due: the schedule is switched off."),
            ScheduleRules.Evaluate(_monthly with { Enabled = false }, record, Some.Now, null, null));
    }

    [Fact]
    public void After_a_rotation_that_was_closed_as_it_was_nothing_starts_until_a_person_has_started_one()
    {
        DateTimeOffset now = Utc("2026-04-01T00:00Z");
        RotationRecord closed = Some.Rotation(RotationPhase.Abandoned);
        ScheduleRecord stopped = ScheduleRules.Refresh(_monthly, Success("2026-03-15T00:00Z"), closed, now);

        DueAnswer answer = ScheduleRules.Evaluate(_monthly, stopped, now, openRotation: null, vaultExpiry: null);

        Assert.Equal(DueVerdict.Stopped, answer.Verdict);
        Assert.StartsWith("Stopped: rotation rot-1 was closed as it was", answer.Reason, StringComparison.Ordinal);

        RotationRecord byHand = Some.Rotation(RotationPhase.Cancelled) with { RotationId = "rot-2" };
        ScheduleRecord again = ScheduleRules.Refresh(_monthly, stopped, byHand, now);
        Assert.Equal(DueVerdict.Due, ScheduleRules.Evaluate(_monthly, again, now, null, null).Verdict);
    }

    [Fact]
    public void What_is_due_waits_for_an_open_rotation()
    {
        ScheduleRecord record = ScheduleRules.Refresh(_monthly, Success("2026-03-15T00:00Z"), null, Utc("2026-04-01T00:00Z"));

        DueAnswer answer = ScheduleRules.Evaluate(
            _monthly,
            record,
            Utc("2026-04-01T00:00Z"),
            Some.Rotation(RotationPhase.AwaitingFinish),
            null);

        Assert.Equal(
            (DueVerdict.RotationOpen, true),
            (answer.Verdict, answer.Reason.EndsWith(
                "but rotation rot-1 is open (AwaitingFinish). The schedule is checked again when that rotation has ended.",
                StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("long before", "2026-04-20T00:00Z", 14, DueVerdict.Due)]
    [InlineData("the moment it is near", "2026-04-09T00:00Z", 14, DueVerdict.Due)]
    [InlineData("a minute before it is near", "2026-04-08T23:59Z", 14, DueVerdict.NotDue)]
    [InlineData("a shorter lead", "2026-04-20T00:00Z", 2, DueVerdict.NotDue)]
    public void A_version_that_expires_soon_makes_a_rotation_due_before_the_cron_does(
        string what,
        string now,
        int leadDays,
        DueVerdict verdict)
    {
        ScheduleOptions yearly = new() { Cron = "0 2 1 1 *", ExpiryLead = TimeSpan.FromDays(leadDays) };
        ScheduleRecord record = ScheduleRules.Refresh(yearly, Success("2026-03-01T00:00Z"), null, Utc(now));

        DueAnswer answer = ScheduleRules.Evaluate(yearly, record, Utc(now), null, new TokenExpiry("v7", Utc("2026-04-23T00:00Z")));

        Assert.True(verdict == answer.Verdict, $"{what}: {answer}");
        Assert.Equal("vault version v7 expires on 2026-04-23", answer.Due!.Cause);
    }

    [Fact]
    public void A_version_whose_expiry_is_not_known_leaves_it_to_the_cron()
    {
        ScheduleOptions yearly = new() { Cron = "0 2 1 1 *" };
        ScheduleRecord record = ScheduleRules.Refresh(yearly, Success("2026-03-01T00:00Z"), null, Some.Now);

        Assert.Equal(DueVerdict.NotDue, ScheduleRules.Evaluate(yearly, record, Some.Now, null, new TokenExpiry("v7", null)).Verdict);
    }

    [Fact]
    public void The_next_due_date_counts_from_the_last_success_and_not_from_now()
    {
        ScheduleRecord record = Success("2026-03-15T00:00Z");

        Assert.Equal(Utc("2026-04-01T00:00Z"), ScheduleRules.Refresh(_monthly, record, null, Utc("2026-08-20T00:00Z")).NextDue);
        Assert.Equal(Utc("2026-04-01T00:00Z"), ScheduleRules.Refresh(_monthly, record, null, Utc("2026-03-16T00:00Z")).NextDue);
    }

    [Fact]
    public void Without_any_success_it_counts_from_when_the_schedule_was_first_seen()
    {
        ScheduleRecord first = ScheduleRules.Refresh(_monthly, new ScheduleRecord(), null, Utc("2026-03-15T00:00Z"));

        Assert.Equal(Utc("2026-04-01T00:00Z"), first.NextDue);
        Assert.Equal(first, ScheduleRules.Refresh(_monthly, first, null, Utc("2026-08-20T00:00Z")));
    }

    [Fact]
    public void A_success_that_nobody_recorded_is_learned_from_the_rotation_and_another_cancelled_one_is_not()
    {
        RotationRecord completed = Some.Rotation(RotationPhase.Completed) with { EndedAt = Utc("2026-06-02T00:00Z") };
        RotationRecord cancelled = completed with { Phase = RotationPhase.Cancelled };

        Assert.Equal(Utc("2026-07-01T00:00Z"), ScheduleRules.Refresh(_monthly, Success("2026-03-15T00:00Z"), completed, Some.Now).NextDue);
        Assert.Equal(Utc("2026-04-01T00:00Z"), ScheduleRules.Refresh(_monthly, Success("2026-03-15T00:00Z"), cancelled, Some.Now).NextDue);
    }

    [Fact]
    public void For_any_schedule_the_next_due_date_is_after_the_last_success_and_nothing_starts_in_a_blackout()
        => Gen.Select(Gens.Options, Gens.Now, Gens.Now).Sample(
            static (options, success, now) =>
            {
                ScheduleCalendar calendar = new(options);
                ScheduleRecord record = ScheduleRules.Refresh(options, new ScheduleRecord { LastSuccess = success }, null, now);
                DueAnswer answer = ScheduleRules.Evaluate(options, record, now, null, null);

                bool isAfter = record.NextDue > success && answer.Due!.At == record.NextDue;
                bool startsWell = answer.StartsAt is not { } start
                    || (start >= now && start >= record.NextDue && calendar.At(start).IsOpen);
                bool isNotBlackedOut = answer.Verdict is not DueVerdict.Due || calendar.BlackoutAt(now) is null;
                bool isStated = calendar.BlackoutAt(record.NextDue!.Value) is null
                    || answer.Verdict is not DueVerdict.NotDue
                    || answer.Reason.Contains("blackout", StringComparison.Ordinal);
                bool isTimely = (answer.Verdict is DueVerdict.NotDue) == (record.NextDue > now);
                return isAfter && startsWell && isNotBlackedOut && isStated && isTimely;
            },
            iter: 2000);

    private static ScheduleRecord Success(string at)
        => new() { Since = Utc("2026-01-01T00:00Z"), LastSuccess = Utc(at), LastSuccessRotationId = "rot-0" };

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
