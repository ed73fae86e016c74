using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Scheduling;

public sealed class NearExpiryTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero); // a Monday
    private static readonly ScheduleOptions _yearly = new() { Cron = "0 2 1 1 *" };
    private readonly ScheduleDriver _driver = new(_yearly, _now);

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task An_event_about_the_version_in_force_starts_a_rotation()
    {
        NearExpiryHandler.Answer answer = await HandleAsync(Event());

        Assert.Equal(NearExpiryVerdict.Counted, answer.Verdict);
        Assert.True(answer.Asked!.WasOpened);
        Assert.Contains(
            $"Key Vault says that version {_driver.Newest.Version} expires on 2026-04-15",
            answer.Asked.Rotation!.Reason,
            StringComparison.Ordinal);
        Assert.Equal("schedule:sim00001:2026-03-16T12:00:00Z", answer.Asked.Rotation.RequestKey);
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_does_not_count_again_even_when_its_rotation_was_cancelled()
    {
        RotationRecord rotation = (await HandleAsync(Event())).Asked!.Rotation!;
        await _driver.CancelAsync(rotation);

        NearExpiryHandler.Answer again = await HandleAsync(Event());

        Assert.Equal((NearExpiryVerdict.Repeated, null), (again.Verdict, again.Asked));
        Assert.Equal(DueVerdict.NotDue, (await _driver.AskAsync(_now.AddDays(1))).Answer.Verdict);
    }

    [Fact]
    public async Task Of_ten_deliveries_at_once_one_counts()
    {
        NearExpiryHandler.Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => HandleAsync(Event()))));

        Assert.Single(answers, static answer => answer.Verdict is NearExpiryVerdict.Counted);
    }

    public static IEnumerable<TheoryDataRow<string?, string?, NearExpiryVerdict>> Others { get; } =
    [
        new("other.test", null, NearExpiryVerdict.OtherVault) { TestDisplayName = "another vault" },
        new(null, "api-token", NearExpiryVerdict.OtherSecret) { TestDisplayName = "another secret" },
        new(null, "web-key-ring", NearExpiryVerdict.OtherSecret)
        {
            TestDisplayName = "the key ring of the sign-in, whose versions expire too",
        },
        new(null, ClaimName.From("sim00001"), NearExpiryVerdict.OtherSecret) { TestDisplayName = "the claim on the environment" },
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public Task An_event_about_another_secret_does_not_count(string? vault, string? secret, NearExpiryVerdict verdict)
        => DoesNotCountAsync(Event() with { Vault = vault ?? Event().Vault, SecretName = secret ?? Event().SecretName }, verdict);

    [Fact]
    public Task An_event_about_an_old_version_does_not_count()
    {
        SecretNearExpiry old = Event();
        _driver.Azure.Add(ScheduleDriver.Secret, "tenanttoken00002");
        return DoesNotCountAsync(old, NearExpiryVerdict.OtherVersion);
    }

    private async Task DoesNotCountAsync(SecretNearExpiry nearExpiry, NearExpiryVerdict verdict)
    {
        NearExpiryHandler.Answer answer = await HandleAsync(nearExpiry);

        Assert.Equal((verdict, null), (answer.Verdict, answer.Asked));
        Assert.Empty((await _driver.RecordAsync()).ConsumedEventIds);
        Assert.Equal(DueVerdict.NotDue, (await _driver.AskAsync()).Answer.Verdict);
    }

    [Fact]
    public async Task An_event_in_an_environment_without_a_schedule_starts_nothing_and_says_who_has_to()
    {
        _driver.Reconfigure(_yearly with { Enabled = false });

        NearExpiryHandler.Answer answer = await HandleAsync(Event());

        Assert.Equal(NearExpiryVerdict.NotScheduled, answer.Verdict);
        Assert.Contains("Start one yourself", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_a_window_it_becomes_due_and_is_started_when_the_window_opens()
    {
        _driver.Reconfigure(_yearly with { Windows = [new() { Days = [DayOfWeek.Saturday] }] });

        NearExpiryHandler.Answer answer = await HandleAsync(Event());

        Assert.Equal((NearExpiryVerdict.Counted, DueVerdict.Blocked), (answer.Verdict, answer.Asked!.Answer.Verdict));
        Assert.False((await _driver.AskAsync(new(2026, 3, 20, 23, 59, 0, TimeSpan.Zero))).WasOpened);
        Assert.True((await _driver.AskAsync(new(2026, 3, 21, 0, 0, 0, TimeSpan.Zero))).WasOpened);
    }

    [Fact]
    public async Task While_a_rotation_is_open_it_is_skipped_and_nothing_is_left_to_do_when_that_was_completed()
    {
        RotationRecord manual = await _driver.OpenAsync();

        NearExpiryHandler.Answer answer = await HandleAsync(Event());
        await _driver.CompleteAsync(manual);

        Assert.Equal(DueVerdict.RotationOpen, answer.Asked!.Answer.Verdict);
        Assert.Equal(["schedule-skipped"], await _driver.AuditedAsync(manual));
        Assert.Equal(DueVerdict.NotDue, (await _driver.AskAsync(_now.AddDays(1))).Answer.Verdict);
    }

    [Fact]
    public async Task While_a_rotation_is_open_it_is_skipped_and_asked_again_when_that_was_cancelled()
    {
        RotationRecord manual = await _driver.OpenAsync();
        await HandleAsync(Event());
        await _driver.CancelAsync(manual);

        Assert.True((await _driver.AskAsync(_now.AddDays(1))).WasOpened);
    }

    [Fact]
    public async Task During_a_rotation_the_old_version_is_the_one_in_force()
    {
        string old = _driver.Newest.Version;
        RotationRecord manual = await _driver.OpenAsync();
        await _driver.Rotations.UpdateAsync(
            manual.RotationId,
            current => current with { OldToken = new(old, "old") },
            TestContext.Current.CancellationToken);
        _driver.Azure.Add(ScheduleDriver.Secret, "tenanttoken00002");

        Assert.Equal(NearExpiryVerdict.OtherVersion, (await HandleAsync(Event())).Verdict);
        Assert.Equal(NearExpiryVerdict.Counted, (await HandleAsync(Event() with { Version = old })).Verdict);
    }

    [Fact]
    public async Task A_vault_that_cannot_be_read_decides_nothing_and_the_event_counts_when_it_comes_again()
    {
        SecretNearExpiry nearExpiry = Event();
        _driver.Azure.Outage = 503;
        await Assert.ThrowsAsync<TokenVaultException>(() => HandleAsync(nearExpiry));
        _driver.Azure.Outage = null;

        Assert.Equal(NearExpiryVerdict.Counted, (await HandleAsync(nearExpiry)).Verdict);
    }

    [Fact]
    public async Task Only_the_last_event_ids_are_remembered()
    {
        for (int number = 0; number < ScheduleRecord.MaxEventIds + 5; number++)
        {
            await HandleAsync(Event() with { EventId = $"event-{number}" });
        }

        IReadOnlyList<string> ids = (await _driver.RecordAsync()).ConsumedEventIds;
        Assert.Equal((ScheduleRecord.MaxEventIds, "event-5", "event-54"), (ids.Count, ids[0], ids[^1]));
    }

    private Task<NearExpiryHandler.Answer> HandleAsync(SecretNearExpiry nearExpiry)
        => _driver.NearExpiry.HandleAsync(nearExpiry, TestContext.Current.CancellationToken);

    private SecretNearExpiry Event()
        => new(
            "event-1",
            "vault.test",
            "Tenant-Token",
            _driver.Newest.Version,
            DateTimeOffset.Parse("2026-04-15T12:00Z", CultureInfo.InvariantCulture));
}
