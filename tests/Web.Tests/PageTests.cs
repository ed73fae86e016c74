using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Pages;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>What pages show, and what hostile text cannot make of them.</summary>
public sealed class PageTests : WebTest
{
    private const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&{{7*7}}";

    [Fact]
    public async Task Hostile_host_names_reasons_and_comments_stay_text_on_every_page()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync(
            more: [Some.Target("evil", TargetState.Failed) with { Name = Hostile, Message = $"The host said {Hostile}" }]);
        await app.Get<RotationLedger>().UpdateAsync(rotation.RotationId, static current => current with { Reason = Hostile }, Stop);
        using Visitor alice = app.Visit();
        string afterVote = (await alice.DecideAsync(
            await app.LinkAsync(rotation, gate, "alice"),
            "Approve",
            static form => form["comment"] = Hostile)).Body;
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Operator));
        string rotationPage = (await reader.GetAsync($"/rotations/{rotation.RotationId}")).Body;
        string command = (await reader.PostAsync(
            $"/api/rotations/{rotation.RotationId}/commands",
            System.Net.Http.Json.JsonContent.Create(new { command = "Skip", target = Hostile, reason = Hostile }))).Body;

        foreach (string page in (string[])[afterVote, rotationPage])
        {
            Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script>", command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("The channel answered 404.", true)]
    public async Task A_gate_of_which_nobody_could_be_told_says_so_loudly(string? nobodyTold, bool isLoud)
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        await app.Get<GateLedger>().NoteAsync(rotation.RotationId, gate.GateId, known => known with { NobodyTold = nobodyTold }, Stop);
        using Visitor alice = app.Visit();

        string page = (await alice.GetAsync((await app.LinkAsync(rotation, gate, "alice")).PathAndQuery)).Body;

        Assert.Equal(
            isLoud,
            page.Contains("No approver was notified of this gate.</strong> The channel answered 404.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_command_that_is_still_on_its_machine_is_named_on_the_page_with_its_reason(bool isLeft)
    {
        WebApp app = await StartAsync();
        SendRecord send = new(
            "ttr-0",
            TargetAction.Apply,
            1,
            1,
            Some.Now,
            Settled: true,
            DeletePending: isLeft,
            DeleteProblem: isLeft ? "ScopeLocked: Remove the lock." : null);
        (RotationRecord rotation, _) = await app.AskAsync(more: [Some.Target("web-77", TargetState.Rotated) with { Send = send }]);
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Operator));

        string page = (await reader.GetAsync($"/rotations/{rotation.RotationId}")).Body;

        Assert.Equal(isLeft, page.Contains("Run commands still on machines: 1", StringComparison.Ordinal));
        Assert.Equal(isLeft, page.Contains("ScopeLocked: Remove the lock.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u202Egnp.exe", "a mark that turns the direction round")]
    [InlineData("a\u200Bb", "a space that cannot be seen")]
    [InlineData("a\u0000b", "a zero")]
    [InlineData("a\u0085b", "a line break of its own")]
    public void What_hides_in_a_name_is_made_visible(string name, string what)
    {
        string shown = TenantTokens.Web.Markup.Html.From($"{name}").ToString();
        Assert.True(shown.Contains("&#xFFFD;", StringComparison.Ordinal), $"{what}: {shown}");
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_it_harmless()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        using Visitor visitor = app.Visit();
        foreach (string path in (string[])[
            (await app.LinkAsync(rotation, gate, "alice")).PathAndQuery,
            "/",
            "/api/rotations",
            "/assets/site.css",
            "/nowhere",
            "/sign-in",
        ])
        {
            Visitor.Answer answer = await visitor.GetAsync(path);
            string policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            foreach (string rule in (string[])[
                "default-src 'none'",
                "style-src 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
            ])
            {
                Assert.Contains(rule, policy, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal(
                ("nosniff", "no-referrer"),
                (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Referrer-Policy").Single()));
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
        }
    }

    [Fact]
    public async Task However_much_is_refused_what_was_done_last_stays_on_the_page()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        using Visitor alice = app.Visit();
        await alice.DecideAsync(await app.LinkAsync(rotation, gate, "alice"), "Approve");
        for (int number = 0; number < LastEvents.MaxDone + LastEvents.MaxRefused; number++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await app.Get<AuditTrail>().AddAsync(rotation.RotationId, RefusalAudit.Code, "nobody", $"refused no. {number}", Stop);
        }

        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        string page = (await reader.GetAsync($"/rotations/{rotation.RotationId}")).Body;
        Assert.Contains("alice (link)", page, StringComparison.Ordinal);
        Assert.Equal(LastEvents.MaxRefused, page.Split("refused no. ").Length - 1);
        Assert.Contains("refused no. 59", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_counts_add_up_and_a_long_rest_is_shown_in_pages_with_its_number()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync(
            more: [.. Enumerable.Range(100, 249).Select(static number => Some.Target($"vm-{number}", TargetState.Unreachable))]);
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        using Visitor alice = app.Visit();
        string first = (await alice.GetAsync(link)).Body;
        string third = (await alice.GetAsync($"{link.PathAndQuery}&page=3")).Body;

        Assert.Contains("Exceptions: 250", first, StringComparison.Ordinal);
        Assert.Contains("add up to 251", first, StringComparison.Ordinal);
        Assert.Equal(
            (GatePage.ExceptionsPerPage, 50),
            (first.Split("scope=\"row\">").Length - 1, third.Split("scope=\"row\">").Length - 1));
        Assert.Contains("Page 3 of 3.", third, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GateKind.Finish, "the old token dies at once, also for the exceptions. You cannot undo this.")]
    [InlineData(GateKind.Start, "the rotation starts: both tokens become valid, and the fleet gets the new one.")]
    public async Task Every_button_says_what_it_does(GateKind kind, string effect)
    {
        WebApp app = await StartAsync(
            change: static options => options with { Approvals = options.Approvals with { Start = new() { Required = true } } });
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync(kind: kind);
        using Visitor alice = app.Visit();
        string page = (await alice.GetAsync(await app.LinkAsync(rotation, gate, "alice"))).Body;
        Assert.Contains($"Once 2 approvers choose this: {effect}", page, StringComparison.Ordinal);
        Assert.All(gate.Choices, choice => Assert.Contains($"aria-describedby=\"effect-{choice}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_requester_and_a_key_see_the_page_without_a_ballot_and_are_told_why()
    {
        WebApp app = await StartAsync(entra: true);
        TestAuthority entra = await AuthorityAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        string path = $"/rotations/{rotation.RotationId}/gates/{gate.GateId}";
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Emergency));
        using Visitor rachel = app.Visit().Bearer(entra.Person("rachel"));
        using Visitor bob = app.Visit().Bearer(entra.Person("bob"));

        Assert.Contains("You are signed in with a role, not as a person", (await key.GetAsync(path)).Body, StringComparison.Ordinal);
        Assert.Contains(
            "rachel requested this rotation and therefore cannot decide this gate.",
            (await rachel.GetAsync(path)).Body,
            StringComparison.Ordinal);
        Assert.Contains("name=\"choice\"", (await bob.GetAsync(path)).Body, StringComparison.Ordinal);
    }
}
