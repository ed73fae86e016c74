using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Notifications;

public sealed class NotificationSenderTests
{
    private const string Token = "dt0a02.hRCnr6Yd3BFrtxaFhRCnr6Yd";
    private readonly InstantTime _time = new();
    private readonly MemoryLedgerStore _store = new();
    private readonly SecretScrubber _scrubber = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_channel_is_told_and_the_audit_trail_says_so()
    {
        FakeChannel mail = new("Mail"), teams = new("Teams");

        Assert.Equal(new NotificationOutcome(Sent: 2, Failed: 0), await SendAsync(mail, teams));

        Assert.Single(mail.Taken);
        Assert.Single(teams.Taken);
        Assert.Equal(
            ["notified: Mail: Started: Token rotation of sim00001 started", "notified: Teams: Started: Token rotation of sim00001 started"],
            await AuditAsync());
    }

    [Fact]
    public async Task Nobody_to_tell_is_no_failure()
    {
        Assert.Equal(NotificationOutcome.Nothing, await SendAsync());
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task A_failure_is_a_value_and_audited_without_the_URL_and_the_others_are_told()
    {
        TeamsDriver teams = new();
        teams.Http.Expect(TeamsDriver.Post, 401);
        FakeChannel mail = new("Mail");

        NotificationOutcome outcome = await SendAsync(teams.Channel, mail);

        Assert.Equal((1, 1), (outcome.Sent, outcome.Failed));
        Assert.StartsWith("Teams: The webhook answered 401", Assert.Single(outcome.Problems!), StringComparison.Ordinal);

        string failed = Assert.Single(
            await AuditAsync(),
            static entry => entry.StartsWith("notification-failed: ", StringComparison.Ordinal));
        Assert.StartsWith("notification-failed: Teams: Started: The webhook answered 401", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("flow.test", failed, StringComparison.Ordinal);
        Assert.DoesNotContain(TeamsDriver.Signature, failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_a_channel_is_a_value_and_its_words_are_for_the_log_alone()
    {
        _scrubber.Remember(TeamsDriver.Url);

        Assert.Equal(
            1,
            (await SendAsync(
                new FakeChannel("Teams", static _ => throw new InvalidOperationException($"{TeamsDriver.Url} {Token}")))).Failed);

        Assert.Equal(
            ["notification-failed: Teams: Started: An unexpected error happened. The log of this program has the details."],
            await AuditAsync());
    }

    [Fact]
    public async Task A_channel_that_hangs_and_ignores_its_token_is_left_behind()
    {
        _time.TimeLimitsPass = true;
        DateTimeOffset start = _time.GetUtcNow();

        Assert.Equal(
            1,
            (await SendAsync(new FakeChannel("Teams", static _ => new TaskCompletionSource<NotificationResult>().Task))).Failed);

        Assert.Equal(NotificationSender.TimeLimit, _time.GetUtcNow() - start);
        Assert.Equal(["notification-failed: Teams: Started: The channel did not accept it within 60 s."], await AuditAsync());
    }

    [Fact]
    public async Task What_reached_some_and_not_others_is_both_in_the_audit_trail()
    {
        NotificationOutcome outcome = await SendAsync(
            new FakeChannel("Mail", static _ => Task.FromResult(NotificationResult.Partly(2, "bob has no address."))));

        Assert.Equal((1, 0), (outcome.Sent, outcome.Failed));
        Assert.Equal(
            ["notification-failed: Mail: Started: bob has no address.", "notified: Mail: Started: Token rotation of sim00001 started"],
            await AuditAsync());
    }

    [Fact]
    public async Task The_status_shows_the_last_problem_of_a_channel_and_how_long_it_lasts()
    {
        FakeChannel broken = new("Mail", static _ => Task.FromResult(NotificationResult.Failed("no route")));
        await SendAsync(broken);
        await SendAsync(broken, new FakeChannel("Teams"));

        Assert.Equal([("Mail", false, "no route", 2), ("Teams", true, null, 0)], await StatesAsync());
    }

    [Fact]
    public async Task A_channel_that_works_again_has_no_problem_on_the_status()
    {
        await SendAsync(new FakeChannel("Mail", static _ => Task.FromResult(NotificationResult.Failed("no route"))));
        await SendAsync(new FakeChannel("Mail"));

        Assert.Equal([("Mail", true, null, 0)], await StatesAsync());
    }

    [Fact]
    public async Task A_ledger_that_is_out_of_order_stops_nothing()
    {
        _store.Outage = new IOException("disk full");

        Assert.Equal(new NotificationOutcome(1, 0), await SendAsync(new FakeChannel("Teams")));
    }

    [Fact]
    public async Task The_callers_own_cancellation_goes_through()
    {
        using CancellationTokenSource goingDown = new();
        await goingDown.CancelAsync();
        NotificationSender sender = Sender(new FakeChannel("Teams", static token => Task.FromCanceled<NotificationResult>(token)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(TeamsDriver.Any, goingDown.Token));
    }

    [Fact]
    public async Task No_secret_reaches_a_channel()
    {
        const string Known = "prv0bYw93v8sU9b1";
        _scrubber.Remember(Known);
        FakeChannel teams = new("Teams");
        string words = $"a {Known} b {Token}";

        await Sender(teams)
            .SendAsync(TeamsDriver.Any with { Title = words, Text = words, Facts = [new(words, words)], Items = [words] }, Cancelled);

        Notification taken = Assert.Single(teams.Taken);
        Assert.All(
            [taken.Title, taken.Text, taken.Facts[0].Title, taken.Facts[0].Value, taken.Items[0]],
            static said => Assert.Equal("a *** b ***", said));
        Assert.DoesNotContain(await AuditAsync(), static entry => entry.Contains(Known, StringComparison.Ordinal));
    }

    private NotificationSender Sender(params INotificationChannel[] channels)
        => new(
            channels,
            _scrubber,
            new AuditTrail(_store, _time),
            new NotificationLedger(_store, _time),
            _time,
            NullLogger<NotificationSender>.Instance);

    private Task<NotificationOutcome> SendAsync(params INotificationChannel[] channels)
        => Sender(channels).SendAsync(TeamsDriver.Any, Cancelled);

    private async Task<string[]> AuditAsync()
    {
        List<string> entries = [];
        await foreach (AuditEvent entry in new AuditTrail(_store, _time).ListAsync(TeamsDriver.Any.RotationId, Cancelled))
        {
            entries.Add($"{entry.Code}: {entry.Detail}");
        }

        return [.. entries.Order(StringComparer.Ordinal)];
    }

    private async Task<(string, bool, string?, int)[]> StatesAsync()
        => [
            .. (await new NotificationLedger(_store, _time).ListAsync(TeamsDriver.Any.RotationId, Cancelled))
                .Select(static state => (state.Channel, state.IsSent, state.Problem, state.FailedInARow)),
        ];

    private sealed class FakeChannel(string name, Func<CancellationToken, Task<NotificationResult>>? send = null) : INotificationChannel
    {
        public List<Notification> Taken { get; } = [];

        public string Name => name;

        public Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            Taken.Add(notification);
            return send is null ? Task.FromResult(NotificationResult.Sent) : send(cancellationToken);
        }
    }
}
