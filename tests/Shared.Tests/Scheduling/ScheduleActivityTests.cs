using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Rotations.Waves;
using TenantTokens.Scheduling;

namespace TenantTokens.Shared.Tests.Scheduling;

/// <summary>What the rotation itself asks of the schedule: may hosts be touched, and when is the next one due.</summary>
public sealed class ScheduleActivityTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleOptions _nightly = new()
    {
        Cron = "0 2 1 * *",
        Windows = [new() { From = new(1, 0, 0), To = new(5, 0, 0) }],
    };
    private readonly ScheduleDriver _driver = new(_nightly, _now);

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task Outside_its_window_a_rotation_may_touch_no_host_and_hears_when_it_may()
    {
        RotationRecord rotation = await _driver.OpenAsync();

        Assert.Equal(
            new CheckWindow.Result(false, new(2026, 4, 2, 1, 0, 0, TimeSpan.Zero), "outside the windows (every day 01:00-05:00)"),
            await _driver.CheckWindowAsync(rotation));
    }

    [Fact]
    public async Task In_its_window_it_may()
    {
        RotationRecord rotation = await _driver.OpenAsync();
        _driver.Time.SetUtcNow(new(2026, 4, 2, 1, 0, 0, TimeSpan.Zero));

        Assert.Equal(new CheckWindow.Result(true, null, "window every day 01:00-05:00 is open"), await _driver.CheckWindowAsync(rotation));
    }

    [Fact]
    public async Task Windows_hold_when_the_schedule_is_switched_off_and_not_when_there_is_none()
    {
        RotationRecord rotation = await _driver.OpenAsync();

        _driver.Reconfigure(_nightly with { Enabled = false });
        Assert.False((await _driver.CheckWindowAsync(rotation)).IsOpen);
        _driver.Reconfigure(null);
        Assert.True((await _driver.CheckWindowAsync(rotation)).IsOpen);
    }

    [Fact]
    public async Task An_emergency_goes_past_a_blackout_and_that_is_audited_once()
    {
        _driver.Reconfigure(_nightly with { Blackouts = [new() { From = new(2026, 4, 1), To = new(2026, 4, 7), Reason = "Easter" }] });
        RotationRecord rotation = await _driver.OpenAsync(emergency: true);

        CheckWindow.Result first = await _driver.CheckWindowAsync(rotation);
        CheckWindow.Result second = await _driver.CheckWindowAsync(rotation);

        Assert.Equal(
            (true, true, "an emergency overrides it: blackout 2026-04-01 to 2026-04-07 (Easter)"),
            (first.IsOpen, second.IsOpen, first.Reason));
        Assert.Equal(["window-bypassed"], await _driver.AuditedAsync(rotation));
        Assert.Equal(_now, (await _driver.Rotations.GetAsync(rotation.RotationId, TestContext.Current.CancellationToken)).WindowBypassedAt);
    }

    [Fact]
    public async Task An_emergency_in_an_open_window_bypasses_nothing()
    {
        _driver.Time.SetUtcNow(new(2026, 4, 2, 1, 0, 0, TimeSpan.Zero));
        RotationRecord rotation = await _driver.OpenAsync(emergency: true);

        Assert.True((await _driver.CheckWindowAsync(rotation)).IsOpen);
        Assert.Empty(await _driver.AuditedAsync(rotation));
    }

    [Fact]
    public async Task A_success_sets_the_next_due_date_and_the_expiry_of_the_new_version_alone()
    {
        string old = _driver.Newest.Version;
        RotationRecord rotation = await _driver.CompleteAsync(await _driver.OpenAsync());

        RecordSuccess.Result recorded = await _driver.RecordSuccessAsync(rotation);

        DateTimeOffset due = new(2026, 5, 1, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal(new RecordSuccess.Result(due, due.AddDays(30)), recorded);
        Assert.Equal(due.AddDays(30).ToUnixTimeSeconds(), _driver.Newest.Expires);
        Assert.Null(_driver.Azure.VersionsOf(ScheduleDriver.Secret).Single(version => version.Version == old).Expires);
        ScheduleRecord record = await _driver.RecordAsync();
        Assert.Equal((_now, rotation.RotationId, due), (record.LastSuccess, record.LastSuccessRotationId, record.NextDue));
        Assert.Equal(["expiry-set", "next-due"], await _driver.AuditedAsync(rotation));
    }

    [Fact]
    public async Task Recording_a_success_again_changes_and_audits_nothing()
    {
        RotationRecord rotation = await _driver.CompleteAsync(await _driver.OpenAsync());
        RecordSuccess.Result first = await _driver.RecordSuccessAsync(rotation);
        int requests = _driver.Azure.Requests.Count;
        _driver.Time.Advance(TimeSpan.FromDays(60));

        Assert.Equal(first, await _driver.RecordSuccessAsync(rotation));
        Assert.Equal(requests, _driver.Azure.Requests.Count);
        Assert.Equal(2, (await _driver.AuditedAsync(rotation)).Length);
    }

    [Fact]
    public async Task A_success_may_be_recorded_before_the_rotation_moves_to_its_end()
    {
        RotationRecord rotation = await _driver.CompleteAsync(await _driver.OpenAsync());
        await _driver.Rotations.UpdateAsync(
            rotation.RotationId,
            static current => current with { Phase = RotationPhase.Finishing, EndedAt = null },
            TestContext.Current.CancellationToken);

        Assert.NotNull((await _driver.RecordSuccessAsync(rotation)).ExpiresOn);
        Assert.Equal(rotation.RotationId, (await _driver.RecordAsync()).LastSuccessRotationId);
    }

    [Theory]
    [InlineData("no schedule", false)]
    [InlineData("a schedule that is switched off", true)]
    public async Task Without_a_schedule_that_starts_rotations_no_version_expires(string what, bool hasSchedule)
    {
        _driver.Reconfigure(hasSchedule ? _nightly with { Enabled = false } : null);
        RotationRecord rotation = await _driver.CompleteAsync(await _driver.OpenAsync());

        Assert.True((await _driver.RecordSuccessAsync(rotation)).ExpiresOn is null, what);
        Assert.Null(_driver.Newest.Expires);
        Assert.Equal(_now, (await _driver.RecordAsync()).LastSuccess);
    }

    [Fact]
    public async Task A_vault_that_refuses_the_expiry_is_audited_and_can_be_tried_again()
    {
        RotationRecord rotation = await _driver.CompleteAsync(await _driver.OpenAsync());
        _driver.Azure.Outage = 403;

        RecordSuccess.Result refused = await _driver.RecordSuccessAsync(rotation);
        _driver.Azure.Outage = null;
        RecordSuccess.Result again = await _driver.RecordSuccessAsync(rotation);

        Assert.Null(refused.ExpiresOn);
        Assert.Contains("403", refused.Problem, StringComparison.Ordinal);
        Assert.NotNull(again.ExpiresOn);
        Assert.Equal(["expiry-not-set", "expiry-set", "next-due"], await _driver.AuditedAsync(rotation));
    }

    [Fact]
    public async Task The_success_of_an_earlier_rotation_recorded_late_changes_nothing()
    {
        RotationRecord earlier = await _driver.CompleteAsync(await _driver.OpenAsync());
        _driver.Time.Advance(TimeSpan.FromDays(40));
        RotationRecord later = await _driver.CompleteAsync(await _driver.OpenAsync());
        await _driver.RecordSuccessAsync(later);

        Assert.Null((await _driver.RecordSuccessAsync(earlier)).ExpiresOn);
        Assert.Equal(later.RotationId, (await _driver.RecordAsync()).LastSuccessRotationId);
        Assert.Null(_driver.Azure.VersionsOf(ScheduleDriver.Secret)[1].Expires);
    }

    [Fact]
    public async Task A_rotation_that_did_not_finish_is_no_success()
    {
        RotationRecord rotation = await _driver.CancelAsync(await _driver.OpenAsync());

        Assert.Contains(
            "Cancelled",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => _driver.RecordSuccessAsync(rotation))).Message,
            StringComparison.Ordinal);
        Assert.Null((await _driver.RecordAsync()).LastSuccess);
    }

    /// <summary>
    /// Key Vault speaks up 30 days before: on the due date itself, when the rotation is started anyway. Nothing comes of it twice.
    /// </summary>
    [Fact]
    public async Task The_event_that_the_expiry_brings_starts_no_second_rotation()
    {
        await _driver.RecordSuccessAsync(await _driver.CompleteAsync(await _driver.OpenAsync()));
        SecretNearExpiry nearExpiry = new(
            "event-1",
            "vault.test",
            ScheduleDriver.Secret,
            _driver.Newest.Version,
            DateTimeOffset.FromUnixTimeSeconds(_driver.Newest.Expires!.Value));
        RotationRecord scheduled = (await _driver.AskAsync(nearExpiry.ExpiresOn.AddDays(-30))).Rotation!;

        NearExpiryHandler.Answer answer = await _driver.NearExpiry.HandleAsync(nearExpiry, TestContext.Current.CancellationToken);
        await _driver.RecordSuccessAsync(await _driver.CompleteAsync(scheduled));

        Assert.Equal(
            (NearExpiryVerdict.Counted, scheduled.RotationId, false),
            (answer.Verdict, answer.Asked!.Rotation!.RotationId, answer.Asked.WasOpened));
        Assert.Equal(DueVerdict.NotDue, (await _driver.AskAsync(_driver.Time.GetUtcNow().AddDays(1))).Answer.Verdict);
    }
}
