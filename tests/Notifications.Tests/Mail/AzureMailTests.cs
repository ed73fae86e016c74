using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications.Mail;
using TenantTokens.Notifications.Tests.Infrastructure;
using TenantTokens.Testing.Time;
using static TenantTokens.Notifications.Tests.Infrastructure.Letters;

namespace TenantTokens.Notifications.Tests.Mail;

/// <summary>Azure Communication Services, over HTTPS against a server that speaks its documented wire.</summary>
public sealed class AzureMailTests
{
    private readonly InstantTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_is_handed_over_as_documented_without_engagement_tracking()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));

        (_, JsonNode body) = Assert.Single(server.Posts);
        Assert.True((bool)body["userEngagementTrackingDisabled"]!);
        Assert.Equal(From, (string?)body["senderAddress"]);
        Assert.Equal(
            ("alice@example.com", "alice"),
            ((string?)body["recipients"]!["to"]![0]!["address"], (string?)body["recipients"]!["to"]![0]!["displayName"]));
        Assert.Equal("Token rotation of sim00001 needs approval: May the old token die?", (string?)body["content"]!["subject"]);
        Assert.Contains($"{Page}?t=v1.616C696365&x=1", (string?)body["content"]!["plainText"], StringComparison.Ordinal);
        Assert.Contains($"{Page}?t=v1.616C696365&amp;x=1", (string?)body["content"]!["html"], StringComparison.Ordinal);
        Assert.Matches("^<[0-9a-f]{32}@example.com>$", (string?)body["headers"]!["Message-ID"]);
        Assert.Equal((string?)body["headers"]!["References"], (string?)body["headers"]!["In-Reply-To"]);
        Assert.Equal(2, server.Looks); // until it is sent, not only taken
    }

    [Fact]
    public async Task Each_approver_is_an_operation_of_their_own_and_a_repeat_is_the_same_one()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        Notification needed = About(NotificationKind.ApprovalNeeded, "alice", "bob");

        await SendAsync(server, needed);
        await SendAsync(server, needed);

        string[] operations = [.. server.Posts.Select(static post => (string)post.Headers["Operation-Id"]!)];
        Assert.Equal(4, operations.Length);
        Assert.Equal(2, operations.Distinct(StringComparer.Ordinal).Count());
        Assert.All(operations, static operation => Assert.True(Guid.TryParse(operation, out _)));
        Assert.All(server.Posts, static post => Assert.Single(post.Body["recipients"]!["to"]!.AsArray()));
    }

    [Fact]
    public async Task A_429_is_waited_for_and_the_repeat_is_told_apart()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        server.Refusals.Enqueue((429, "TooManyRequests"));

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));

        Assert.Equal(2, server.Posts.Count);
        foreach (string header in (string[])["Operation-Id", "Repeatability-Request-ID", "Repeatability-First-Sent"])
        {
            Assert.Equal((string?)server.Posts[0].Headers[header], (string?)server.Posts[1].Headers[header]);
        }
    }

    [Fact]
    public async Task A_repeat_that_meets_the_first_in_progress_is_no_failure()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        server.Refusals.Enqueue((503, "ServiceUnavailable"));
        server.Refusals.Enqueue((409, "RepeatabilityRequestInProgress"));

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));

        Assert.Equal(2, server.Posts.Count);
        Assert.Equal(
            (string?)server.Posts[0].Headers["Repeatability-Request-ID"],
            (string?)server.Posts[1].Headers["Repeatability-Request-ID"]);
    }

    [Theory]
    [InlineData(412, "RepeatabilityWindowPassed", "Azure Communication Services answered 412 RepeatabilityWindowPassed.")]
    [InlineData(400, "BadRequest", "Azure Communication Services answered 400 BadRequest.")]
    [InlineData(
        403,
        "Denied",
        "Azure Communication Services answered 403 Denied: check that the identity of this program may send mail there.")]
    [InlineData(
        404,
        "DomainNotLinked",
        "Azure Communication Services answered 404 DomainNotLinked: check that the sender's domain is linked to that resource.")]
    [InlineData(400, "<b>not a code</b>", "Azure Communication Services answered 400.")]
    public async Task A_refusal_is_a_sentence_that_quotes_nothing_that_was_sent(int status, string code, string problem)
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        server.Refusals.Enqueue((status, code));

        Assert.Equal($"alice: {problem}", (await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice"))).Problem);
    }

    [Fact]
    public async Task A_mail_that_was_taken_and_then_not_sent_is_a_failure()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        server.States.Clear();
        server.States.Enqueue("Failed");

        Assert.Equal(
            "alice: Azure Communication Services did not send it: EmailDroppedAllRecipientsSuppressed.",
            (await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice"))).Problem);
    }

    [Fact]
    public async Task A_mail_that_is_long_on_its_way_was_taken()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        server.States.Clear();
        server.States.Enqueue("Running");

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));
        Assert.Equal(20, server.Looks);
    }

    [Fact]
    public async Task Our_token_follows_no_location_elsewhere()
    {
        await using AzureMailServer server = await AzureMailServer.StartAsync();
        server.OperationAt = "https://evil.test/emails/operations/1";

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));
        Assert.Equal(0, server.Looks);
    }

    private async Task<NotificationResult> SendAsync(AzureMailServer server, Notification notification)
    {
        AzureOptions azure = new()
        {
            ArmEndpoint = server.Endpoint,
            VaultUri = server.Endpoint,
            Credential = AzureCredentialKind.Simulated,
            TrustedCa = server.TrustedCa,
        };
        HttpPipelineTransport transport = AzureCredentials.CreateTransport(azure);
        TokenCredential credential = AzureCredentials.Create(azure);
        return await Channel(
            new AzureMailTransport(From, new AzureMailOptions { Endpoint = server.Endpoint }, credential, transport, _time))
            .SendAsync(notification, Stop);
    }
}
