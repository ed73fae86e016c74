using Microsoft.Extensions.Time.Testing;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Whoever guesses is told to wait, and nobody else is.</summary>
public sealed class FailureLimitTests : LinkTest
{
    [Fact]
    public async Task Too_many_wrong_links_of_one_address_are_told_to_wait_while_the_right_one_of_that_address_counts()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        string forged = $"{link.AbsolutePath}?link={token[..^4]}AAAA";
        using Visitor visitor = app.Visit();
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            Assert.Equal(403, (await visitor.GetAsync(forged)).Status);
        }

        Visitor.Answer limited = await visitor.GetAsync(forged);
        Assert.Equal(429, limited.Status);
        Assert.Equal(600, limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal(200, (await visitor.GetAsync(link)).Status);
        app.Time.Advance(FailureLimit.Window);
        Assert.Equal(403, (await visitor.GetAsync(forged)).Status);
    }

    [Fact]
    public async Task Too_many_wrong_keys_of_one_address_are_told_to_wait_while_the_right_one_and_a_browser_of_that_address_count()
    {
        WebApp app = await StartAsync();
        using Visitor signedIn = app.Visit();
        await signedIn.SignInAsync(app.Get<SignInCodes>().Create(WebRoles.Reader));
        await GuessAsync(app, FailureLimit.Allowed, 401);
        await GuessAsync(app, 1, 429);

        using Visitor right = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Assert.Equal((200, 200), ((await right.GetAsync("/api/rotations")).Status, (await signedIn.GetAsync("/api/rotations")).Status));
        await GuessAsync(app, 1, 429);
        app.Time.Advance(FailureLimit.Window);
        await GuessAsync(app, 1, 401);
    }

    [Fact]
    public async Task Too_many_wrong_codes_are_told_to_wait_while_the_right_key_still_signs_in()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        int[] answers = [.. await GuessCodesAsync(browser, FailureLimit.Allowed + 1)];
        Assert.Equal([.. Enumerable.Repeat(403, FailureLimit.Allowed), 429], answers);
        await browser.SignInAsync(app.Key(WebRoles.Operator));
        Assert.Equal(200, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_limited_address_is_not_forgotten_while_ten_thousand_others_fail()
    {
        WebApp app = await StartAsync();
        await GuessAsync(app, FailureLimit.Allowed, 401);
        for (int number = 0; number < 10_000; number++)
        {
            Assert.Null(app.Get<FailureLimit>().Count($"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}"));
        }

        await GuessAsync(app, 1, 429);
    }

    [Fact]
    public void No_number_of_addresses_makes_it_forget_one_or_remember_more_than_it_may()
    {
        FakeTimeProvider time = new(Some.Now);
        FailureLimit limit = new(time);
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            Assert.Null(limit.Count("192.0.2.1"));
        }

        TimeSpan?[] answers =
        [
            .. Enumerable.Range(0, FailureLimit.MaxAddresses + 100)
                .Select(number => limit.Count($"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}")),
        ];

        Assert.Equal(FailureLimit.MaxAddresses, limit.Addresses);
        Assert.Equal(101, answers.Count(static wait => wait is not null)); // there was no room for them, so they are taken for limited
        Assert.NotNull(limit.Count("192.0.2.1"));
        time.Advance(FailureLimit.Window);
        Assert.Null(limit.Count("192.0.2.1"));
        Assert.Equal(FailureLimit.MaxAddresses, limit.Addresses);
        Assert.Null(limit.Count("192.0.2.2")); // whose windows are over make room
        Assert.Equal(2, limit.Addresses);
    }

    [Fact]
    public void A_network_of_IPv6_is_one_address()
    {
        FailureLimit limit = new(new FakeTimeProvider(Some.Now));
        TimeSpan?[] answers = [.. Enumerable.Range(0, FailureLimit.Allowed + 1).Select(number => limit.Count($"2001:db8:0:1::{number:x}"))];
        Assert.Equal([.. Enumerable.Repeat<TimeSpan?>(null, FailureLimit.Allowed), FailureLimit.Window], answers);
        Assert.Null(limit.Count("2001:db8:0:2::1"));
    }

    private static async Task GuessAsync(WebApp app, int times, int expected)
    {
        using Visitor guessing = app.Visit().Bearer($"ttk_{new string('A', 43)}");
        for (int number = 0; number < times; number++)
        {
            Assert.Equal(expected, (await guessing.GetAsync("/api/rotations")).Status);
        }
    }

    private static async Task<List<int>> GuessCodesAsync(Visitor browser, int times)
    {
        List<int> answers = [];
        for (int number = 0; number < times; number++)
        {
            Visitor.Answer form = await browser.GetAsync("/sign-in");
            answers.Add((await browser.PostAsync(
                "/sign-in",
                new FormUrlEncodedContent(new Dictionary<string, string>(form.Fields) { ["code"] = $"guess-{number}" }))).Status);
        }

        return answers;
    }
}
