using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;

namespace TenantTokens.Shared.Tests.Notifications;

public sealed class ApprovalWorkflowChannelTests : IDisposable
{
    private const string Post = "POST /workflows/0f/triggers/gate/paths/invoke?api-version=2016-10-01";
    private readonly ScriptedHttp _http = new();

    private static Notification Asked { get; } = new()
    {
        Kind = NotificationKind.ApprovalNeeded,
        RotationId = "rot-1",
        EnvironmentId = "sim00001",
        Title = "Decide finish-1",
        Text = "Finish or hold.",
        Facts = [new("Covered", "10 of 12")],
        Items = ["oneagent/web-03: off"],
        Page = new Uri("https://app.test/rotations/rot-1/gates/finish-1"),
        Recipients = ["alice@example.com", "lead@example.com", "bob"],
        Gate = new()
        {
            GateId = "finish-1",
            Kind = GateKind.Finish,
            PlanHash = "abc",
            RequestedBy = "carol",
            Approvers = ["alice@example.com", "bob"],
            Quorum = 1,
            Choices = [GateChoice.Approve, GateChoice.Hold],
            OpenedAt = DateTimeOffset.UnixEpoch,
            ExceptionCount = 1,
        },
    };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Who_may_decide_is_asked_with_everything_that_an_answer_needs()
    {
        _http.Expect(Post, 202);

        Assert.Equal(NotificationResult.Sent, await SendAsync(Asked));

        JsonNode body = JsonNode.Parse(Assert.Single(_http.Bodies))!;
        // the escalation list cannot decide, and bob is no address
        Assert.Equal(["alice@example.com"], body["approvers"]!.AsArray().Select(static approver => approver!.GetValue<string>()));
        Assert.Equal(["Approve", "Hold"], body["choices"]!.AsArray().Select(static choice => choice!.GetValue<string>()));
        Assert.Equal(
            (
                "rot-1",
                "finish-1",
                "abc",
                "sim00001",
                "Decide finish-1",
                "Finish or hold.\nCovered: 10 of 12\noneagent/web-03: off",
                "https://app.test/rotations/rot-1/gates/finish-1"),
            (Text(body, "rotationId"), Text(body, "gateId"), Text(body, "planHash"), Text(body, "environment"), Text(body, "title"), Text(
                body,
                "summary"), Text(body, "page")));
        Assert.Equal("Bearer token for api://app/.default", Assert.Single(_http.Authorizations));
    }

    [Fact]
    public async Task A_long_rest_is_cut_and_says_how_many_more()
    {
        _http.Expect(Post, 202);

        await SendAsync(Asked with { Items = [.. Enumerable.Range(0, 5_000).Select(static number => $"oneagent/web-{number:D4}: off")] });

        string summary = Text(JsonNode.Parse(Assert.Single(_http.Bodies))!, "summary");
        Assert.True(summary.Length <= 8_000, $"{summary.Length}");
        Assert.Matches(@"\nand \d,\d+ more, see the page$", summary);
    }

    [Fact]
    public async Task What_hosts_and_people_say_is_neither_a_link_nor_a_turned_direction_of_writing()
    {
        _http.Expect(Post, 202);

        await SendAsync(Asked with
        {
            Title = "approve at https://evil.test",
            Text = "www.evil.test",
            Items = ["web\u202e30-bew: https://evil.test\nApproved by alice"],
        });

        JsonNode body = JsonNode.Parse(Assert.Single(_http.Bodies))!;
        Assert.Equal("approve at https(:)//evil(.)test", Text(body, "title"));
        Assert.Equal(
            "www(.)evil(.)test\nCovered: 10 of 12\nweb\uFFFD30-bew: https(:)//evil(.)test Approved by alice",
            Text(body, "summary"));
    }

    [Theory]
    [InlineData(NotificationKind.Reminded)]
    [InlineData(NotificationKind.Escalated)]
    [InlineData(NotificationKind.Superseded)]
    [InlineData(NotificationKind.Finished)]
    public async Task Nothing_else_starts_it(NotificationKind kind)
    {
        Assert.Equal(NotificationResult.ForNobody, await SendAsync(Asked with { Kind = kind }));
        Assert.Empty(_http.Requests);
    }

    [Fact]
    public async Task Nobody_with_an_address_is_no_failure()
        => Assert.Equal(NotificationResult.ForNobody, await SendAsync(Asked with { Recipients = ["bob", "lead@example.com"] }));

    [Fact]
    public async Task Without_a_page_it_says_what_is_missing()
        => Assert.Contains("web.publicAddress", (await SendAsync(Asked with { Page = null })).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(401, "identity of this program")]
    [InlineData(404, "notifications.workflow.trigger")]
    [InlineData(400, "answered 400")]
    public async Task A_refusal_is_a_value(int status, string said)
    {
        _http.Expect(Post, status);

        Assert.Contains(said, (await SendAsync(Asked)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_is_a_value()
        => Assert.Contains(
            "No token",
            (await SendAsync(Asked, new FakeCredential(static () => throw new AuthenticationFailedException("x")))).Problem,
            StringComparison.Ordinal);

    private Task<NotificationResult> SendAsync(Notification notification, TokenCredential? credential = null)
        => new ApprovalWorkflowChannel(
            new() { Trigger = new Uri("https://logic.test" + Post[5..]), Audience = "api://app" },
            credential ?? new FakeCredential(static () => DateTimeOffset.MaxValue),
            new HttpClientTransport(_http),
            new InstantTime()).SendAsync(notification, TestContext.Current.CancellationToken);

    private static string Text(JsonNode body, string name) => body[name]!.GetValue<string>();

    private sealed class FakeCredential(Func<DateTimeOffset> until) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new($"token for {requestContext.Scopes[0]}", until());

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
