using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;

namespace TenantTokens.Shared.Tests.Scheduling;

public sealed class ScheduleDispatcherTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleOptions _monthly = new() { Cron = "0 2 1 * *", TimeZone = "Europe/Berlin" };
    private readonly ScheduleDriver _driver = new(_monthly, _start);

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task What_is_due_is_opened_as_confirmed_by_the_schedule_with_its_reason()
    {
        await _driver.AskAsync();

        ScheduleAnswer answer = await _driver.AskAsync(At(4, 1));

        Assert.True(answer.WasOpened);
        RotationRecord rotation = (await _driver.Rotations.FindLatestAsync(
            ScheduleDriver.Environment,
            TestContext.Current.CancellationToken))!;
        Assert.Equal(answer.Rotation, rotation);
        Assert.Equal(
            ("schedule", "schedule:sim00001:2026-04-01T00:00:00Z", true, false),
            (rotation.RequestedBy, rotation.RequestKey, rotation.PlanConfirmed, rotation.Emergency));
        Assert.Contains("cron '0 2 1 * *'", rotation.Reason, StringComparison.Ordinal);
        Assert.Equal(["schedule-due"], await _driver.AuditedAsync(rotation));
        Assert.Equal(rotation.RotationId, (await _driver.RecordAsync()).LastRequested!.RotationId);
    }

    [Fact]
    public async Task What_is_not_due_is_not_opened_and_its_date_is_remembered()
    {
        ScheduleAnswer answer = await _driver.AskAsync();

        Assert.Equal((DueVerdict.NotDue, false), (answer.Answer.Verdict, answer.WasOpened));
        Assert.Null(answer.Rotation);
        Assert.Equal(At(4, 1), (await _driver.RecordAsync()).NextDue);
    }

    [Fact]
    public async Task Of_twenty_hosts_that_ask_at_once_one_opens_and_all_get_the_same_rotation()
    {
        await _driver.AskAsync();
        _driver.Time.SetUtcNow(At(4, 1));

        ScheduleAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(_driver.AskAsync)));

        Assert.Single(answers, static answer => answer.WasOpened);
        Assert.Single(answers.Select(static answer => answer.Rotation!.RotationId).Distinct());
        Assert.Equal(["schedule-due"], await _driver.AuditedAsync(answers[0].Rotation!));
    }

    [Fact]
    public async Task After_months_of_downtime_one_rotation_makes_up_for_all_that_were_missed()
    {
        await _driver.AskAsync();

        RotationRecord rotation = (await _driver.AskAsync(At(8, 20))).Rotation!;
        await _driver.CompleteAsync(rotation);
        ScheduleAnswer after = await _driver.AskAsync(At(8, 21));

        Assert.Equal("schedule:sim00001:2026-04-01T00:00:00Z", rotation.RequestKey);
        Assert.Equal((DueVerdict.NotDue, At(9, 1)), (after.Answer.Verdict, after.Answer.Due!.At));
    }

    [Fact]
    public async Task While_somebody_elses_rotation_is_open_it_is_skipped_once_in_the_audit_trail_and_asked_again_when_that_was_cancelled()
    {
        await _driver.AskAsync();
        RotationRecord manual = await _driver.OpenAsync();

        ScheduleAnswer skipped = await _driver.AskAsync(At(4, 1));
        await _driver.AskAsync(At(4, 2));
        await _driver.CancelAsync(manual);
        ScheduleAnswer after = await _driver.AskAsync(At(4, 3));

        Assert.Equal(
            (DueVerdict.RotationOpen, manual.RotationId, false),
            (skipped.Answer.Verdict, skipped.Rotation!.RotationId, skipped.WasOpened));
        Assert.Equal(["schedule-skipped"], await _driver.AuditedAsync(manual));
        Assert.Equal(
            (At(4, 1), manual.RotationId),
            ((await _driver.RecordAsync()).LastSkipped!.Due, (await _driver.RecordAsync()).LastSkipped!.RotationId));
        Assert.True(after.WasOpened);
        Assert.Equal("schedule:sim00001:2026-04-01T00:00:00Z", after.Rotation!.RequestKey);
    }

    [Fact]
    public async Task A_rotation_that_somebody_else_completed_counts_as_the_one_that_was_due()
    {
        await _driver.AskAsync();
        RotationRecord manual = await _driver.OpenAsync();
        await _driver.AskAsync(At(4, 1));

        await _driver.CompleteAsync(manual);

        Assert.Equal(At(5, 1), (await _driver.AskAsync(At(4, 3))).Answer.Due!.At);
    }

    [Fact]
    public async Task A_scheduled_rotation_that_somebody_cancelled_is_not_started_again_before_the_next_time()
    {
        await _driver.AskAsync();
        RotationRecord first = (await _driver.AskAsync(At(4, 1))).Rotation!;
        await _driver.CancelAsync(first);

        ScheduleAnswer after = await _driver.AskAsync(At(4, 2));
        ScheduleAnswer next = await _driver.AskAsync(At(5, 1));

        Assert.Equal((DueVerdict.NotDue, At(5, 1)), (after.Answer.Verdict, after.Answer.Due!.At));
        Assert.True(next.WasOpened);
        Assert.NotEqual(first.RotationId, next.Rotation!.RotationId);
    }

    [Fact]
    public async Task That_holds_when_another_rotation_came_and_went_before_anybody_asked()
    {
        await _driver.AskAsync();
        await _driver.CancelAsync((await _driver.AskAsync(At(4, 1))).Rotation!);
        await _driver.CancelAsync(await _driver.OpenAsync());

        ScheduleAnswer after = await _driver.AskAsync(At(4, 2));

        Assert.Equal((DueVerdict.NotDue, At(5, 1)), (after.Answer.Verdict, after.Answer.Due!.At));
    }

    [Fact]
    public async Task A_host_that_died_after_opening_is_made_up_for_by_the_next_one()
    {
        await _driver.AskAsync();
        RotationRecord opened = (await _driver.Rotations.OpenAsync(
            new(ScheduleDriver.Environment, "schedule", "schedule:sim00001:2026-04-01T00:00:00Z", PlanConfirmed: true),
            TestContext.Current.CancellationToken)).Rotation;

        ScheduleAnswer answer = await _driver.AskAsync(At(4, 1));

        Assert.Equal((opened.RotationId, DueVerdict.RotationOpen), (answer.Rotation!.RotationId, answer.Answer.Verdict));
        Assert.Equal(opened.RotationId, (await _driver.RecordAsync()).LastRequested!.RotationId);
        Assert.Null((await _driver.RecordAsync()).LastSkipped);
        Assert.Equal(["schedule-due"], await _driver.AuditedAsync(opened));
    }

    [Fact]
    public async Task What_is_due_starts_when_the_window_opens_and_the_blackout_is_over()
    {
        _driver.Reconfigure(_monthly with
        {
            Windows = [new() { Days = [DayOfWeek.Saturday], From = new(22, 0, 0), To = new(4, 0, 0) }],
            Blackouts = [new() { From = new(2026, 4, 3), To = new(2026, 4, 6), Reason = "Easter" }],
        });
        await _driver.AskAsync();

        Assert.Equal(DueVerdict.Blocked, (await _driver.AskAsync(At(4, 1))).Answer.Verdict);
        Assert.Equal(DueVerdict.Blocked, (await _driver.AskAsync(At(4, 4).AddHours(21))).Answer.Verdict);
        Assert.Equal(DueVerdict.Blocked, (await _driver.AskAsync(At(4, 11).AddHours(19))).Answer.Verdict);
        Assert.True((await _driver.AskAsync(At(4, 11).AddHours(20))).WasOpened);
    }

    [Theory]
    [InlineData("monthly", "0 2 1 * *", 12)]
    [InlineData("weekly, on Sundays in the hour that the clock leaves out or doubles", "30 2 * * 0", 52)]
    [InlineData("twice a month", "0 22 1,15 * *", 24)]
    [InlineData("yearly, on a day that most years have not", "0 2 29 2 *", 0)]
    public async Task A_year_of_daily_questions_gives_exactly_the_rotations_of_the_cron(string what, string cron, int rotations)
    {
        _driver.Reconfigure(_monthly with { Cron = cron });
        _driver.Time.SetUtcNow(new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero)); // the first of January itself was before
        await _driver.AskAsync();
        int opened = 0;
        for (int day = 1; day <= 365; day++)
        {
            _driver.Time.Advance(TimeSpan.FromDays(1));
            ScheduleAnswer answer = await _driver.AskAsync();
            if (answer.WasOpened)
            {
                opened++;
                await _driver.CompleteAsync(answer.Rotation!);
            }
        }

        Assert.True(rotations == opened, $"{what}: {opened}");
    }

    [Fact]
    public async Task Without_a_schedule_nothing_is_opened_asked_of_the_vault_or_remembered()
    {
        _driver.Reconfigure(null);

        ScheduleAnswer answer = await _driver.AskAsync(At(8, 20));

        Assert.Equal(DueVerdict.Disabled, answer.Answer.Verdict);
        Assert.Empty(_driver.Azure.Requests);
        Assert.Equal(new ScheduleRecord().Since, (await _driver.RecordAsync()).Since);
    }

    [Fact]
    public async Task A_vault_that_cannot_be_read_does_not_keep_the_cron_from_starting()
    {
        await _driver.AskAsync();
        _driver.Azure.Outage = 403;

        Assert.True((await _driver.AskAsync(At(4, 1))).WasOpened);
        Assert.StartsWith(
            "The vault answered 403",
            (await _driver.Reader.ReadAsync(ScheduleDriver.Environment, TestContext.Current.CancellationToken)).VaultProblem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_near_its_expiry_is_replaced_before_the_cron_says_so()
    {
        await _driver.AskAsync();
        _driver.Newest.Expires = At(3, 31).ToUnixTimeSeconds();

        Assert.False((await _driver.AskAsync(At(3, 17).AddMinutes(-1))).WasOpened);
        ScheduleAnswer answer = await _driver.AskAsync(At(3, 17));

        Assert.True(answer.WasOpened);
        Assert.Contains("expires on 2026-03-", answer.Rotation!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_is_not_configured_is_named()
        => Assert.Contains(
            "sim00002",
            (await Assert.ThrowsAsync<KeyNotFoundException>(
                () => _driver.Dispatcher.AskAsync("sim00002", TestContext.Current.CancellationToken))).Message,
            StringComparison.Ordinal);

    /// <summary>02:00 in Berlin on an April to October day; an hour later in winter.</summary>
    private static DateTimeOffset At(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);
}
