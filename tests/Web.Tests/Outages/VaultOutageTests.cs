using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Simulator;
using TenantTokens.Tokens;
using TenantTokens.Tooling;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;
using TenantTokens.Web.Tests.KeyRing;

namespace TenantTokens.Web.Tests.Outages;

/// <summary>What a request is answered while the vault does not answer, and what is told of it.</summary>
public sealed class VaultOutageTests : RingTest
{
    private static readonly TimeSpan _patience = SharedReading<object>.RequestPatience;
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task Fifty_links_wait_for_one_reading_and_are_answered_503_before_two_seconds_are_over()
    {
        (WebApp app, Uri link) = await ColdAsync(keysInVault: false);
        int before = Vault.Calls;
        HoldTheVault();

        int[] answers = await AllAsync(app, 50, () => link.PathAndQuery);

        Assert.Equal(Enumerable.Repeat(503, 50), answers);
        Assert.Equal(before + 1, Vault.Calls);
        Assert.True(_patience < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Fifty_sign_ins_wait_for_one_reading_too_and_a_link_waits_once_for_both_kinds_of_keys()
    {
        (WebApp app, Uri link) = await ColdAsync(keysInVault: true);
        HoldTheVault(calls: 2);
        DateTimeOffset start = app.Time.GetUtcNow();

        int[] answers = await AllAsync(app, 50, () => "/sign-in", link.PathAndQuery);

        Assert.Equal(Enumerable.Repeat(503, 51), answers);
        Assert.Equal(_patience, app.Time.GetUtcNow() - start);
    }

    [Fact]
    public async Task Who_comes_later_does_not_wait_at_all_and_once_the_vault_has_answered_nobody_does()
    {
        (WebApp app, Uri link) = await ColdAsync(keysInVault: false);
        HoldTheVault();
        await AllAsync(app, 1, () => link.PathAndQuery);

        Assert.Equal(503, await LookAsync(app, link)); // the clock stands still: whoever waited would wait for ever
        app.Time.Advance(SharedReading<object>.LongestReading - _patience); // the reading is given up, and the next one finds the vault
        await Eventually.IsSoAsync(
            () =>
            {
                app.Time.Advance(SharedReading<object>.RestAfterFailure);
                return IsShownAsync(app, link);
            },
            static () => "the link counts again",
            TimeSpan.FromMilliseconds(5),
            Stop);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_vault_that_refuses_is_asked_once_in_some_seconds_and_the_answer_says_when_to_come_back(int status)
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        app.Time.Advance(LinkKeys.CacheTime);
        app.Vault.Outage = status;
        int before = app.Vault.Requests.Count;
        using Visitor visitor = app.Visit();
        for (int number = 0; number < 20; number++)
        {
            Visitor.Answer answer = await visitor.GetAsync(link);
            Assert.Equal((503, LinkKeys.RetryAfter), (answer.Status, answer.Headers.RetryAfter!.Delta));
        }

        Assert.Equal(before + 1, app.Vault.Requests.Count);
        app.Vault.Outage = null;
        Assert.Equal(503, (await visitor.GetAsync(link)).Status);
        app.Time.Advance(LinkKeys.RetryAfter);
        Assert.Equal(200, (await visitor.GetAsync(link)).Status);
    }

    [Fact]
    public async Task While_links_are_known_an_outage_harms_none_and_an_invented_key_id_ends_that_for_nobody()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        app.Time.Advance(LinkKeys.ReadAgainAfter);
        app.Vault.Outage = 503;
        Assert.Equal(503, await LookAsync(app, new Uri($"{link.GetLeftPart(UriPartial.Path)}?link=1.{new string('f', 32)}.a.b")));
        Assert.Equal(200, await LookAsync(app, link));
    }

    [Fact]
    public async Task An_outage_leaves_one_line_in_the_log_and_one_in_the_audit_trail_and_its_end_one_more_that_counts_the_requests()
    {
        (WebApp app, Uri link) = await ColdAsync(keysInVault: false);
        Vault.BreakReadings(1);
        for (int number = 0; number < 20; number++)
        {
            Assert.Equal(503, await LookAsync(app, link));
        }

        AuditEvent begun = Assert.Single(await OutagesAsync(app));
        Assert.StartsWith(
            "vault-unavailable: Links cannot be checked now. The vault secret approval-link-key, which holds the keys of links, could not"
                + " be read: ",
            begun.Detail,
            StringComparison.Ordinal);
        Assert.Equal(begun.Detail, Assert.Single(_log.Of<OutageLog>()));
        Assert.Single(_log.Errors);

        app.Time.Advance(SharedReading<object>.RestAfterFailure);
        Assert.Equal((200, 200), (await LookAsync(app, link), await LookAsync(app, link)));
        List<AuditEvent> both = await OutagesAsync(app);
        Assert.Equal(2, both.Count);
        Assert.Matches(
            "^vault-unavailable: over\\. It answered [0-9]+ s after the first of 20 requests that were answered 503\\.$",
            both[1].Detail);
        Assert.Equal(2, _log.Of<OutageLog>().Count);
    }

    [Fact]
    public async Task A_key_of_links_that_is_none_is_an_outage_with_its_cause()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        app.Vault.Add("approval-link-key", "AAAAAAAA");
        app.Time.Advance(LinkKeys.CacheTime);
        Assert.Equal(503, await LookAsync(app, link));
        Assert.Contains(
            "holds no key: at least 32 bytes in base64 are needed.",
            Assert.Single(await OutagesAsync(app)).Detail,
            StringComparison.Ordinal);
    }

    private async Task<(WebApp App, Uri Link)> ColdAsync(bool keysInVault)
    {
        WebApp app = await StartAsync(more: services =>
        {
            services.AddLogging(logging => logging.AddProvider(_log)).AddSingleton(Vault.Client);
            if (keysInVault)
            {
                Vault.AddTo(services);
            }
            else
            {
                services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            }
        });
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        return (await CrashAsync(app), link); // a process that knows no key yet
    }

    // The next calls are taken and never answered.
    private void HoldTheVault(int calls = 1)
        => Vault.World.Plant(new Fault(FaultKind.Hold) { Call = CallName.ListSecretVersions, When = "before", Times = calls });

    /// <summary>Sends them all, and lets the time of a request pass once none is answered without that.</summary>
    private static async Task<int[]> AllAsync(WebApp app, int times, Func<string> path, params string[] more)
    {
        Visitor[] visitors = [.. Enumerable.Range(0, times + more.Length).Select(_ => app.Visit())];
        Task<Visitor.Answer>[] asked =
        [
            .. visitors.Select((visitor, number) => visitor.GetAsync(number < times ? path() : more[number - times])),
        ];
        await app.Time.LetRequestsPassAsync(asked.Length, Stop);
        await Task.WhenAll(asked);
        int[] answers = [.. asked.Select(static one => one.Result.Status)];
        Array.ForEach(visitors, static visitor => visitor.Dispose());
        return answers;
    }

    private static async Task<int> LookAsync(WebApp app, Uri link)
    {
        using Visitor visitor = app.Visit();
        return (await visitor.GetAsync(link)).Status;
    }

    private static async Task<bool> IsShownAsync(WebApp app, Uri link) => await LookAsync(app, link) is 200;

    private static async Task<List<AuditEvent>> OutagesAsync(WebApp app)
        => [.. (await app.AuditAsync(RefusalAudit.Elsewhere)).Where(static entry => entry.Code == OutageLog.Code)];
}
