using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_card_is_accepted_counted_and_shown_without_the_URL()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string webhook = await WebhookAsync(world);
        long before = world.Snapshot().RequestCount;

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(world, webhook, Card()));

        NotificationSnapshot shown = Assert.Single(world.Snapshot().Notifications);
        Assert.Equal(new NotificationSnapshot("Rotation started", "Hold OneAgent deployments.\nEnvironment: sim00001"), shown);
        Assert.Equal(before + 1, world.Snapshot().RequestCount);
        (_, JsonNode? truth) = await world.SendAsync(HttpMethod.Get, "/world", credential: null);
        Assert.Equal("Rotation started", (string?)truth!["notifications"]![0]!["title"]);
        Assert.DoesNotContain(webhook.Split('/')[^1], truth.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_names_the_secret()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        Assert.Equal("teams-webhook", (string?)JsonNode.Parse(world.World.RotationJson())!["notifications"]!["teams"]!["webhookSecret"]);
    }

    [Fact]
    public async Task Another_signature_is_refused()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(world, "/hooks/teams/guessed", Card()));
        Assert.Empty(world.Snapshot().Notifications);
    }

    [Fact]
    public async Task A_planted_error_happens_so_often_and_says_when_to_come_back()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string webhook = await WebhookAsync(world);
        world.World.Plant(new Fault(FaultKind.WebhookError) { Status = 503, Times = 2, RetryAfterSeconds = 120 });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(world, webhook, Card(), "2"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(world, webhook, Card(), "2"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(world, webhook, Card()));
        Assert.Single(world.Snapshot().Notifications);
        Assert.Throws<ArgumentException>(() => world.World.Plant(new Fault(FaultKind.WebhookError) { Status = 200 }));
    }

    [Theory]
    [InlineData("type", "other", 400, "no message")]
    [InlineData("version", "1.6", 400, "a version that Teams does not show")]
    [InlineData("action", "Action.Submit", 400, "an action that no webhook's card may have")]
    [InlineData("text", "long", 413, "28 KB")]
    public async Task A_card_that_Teams_would_not_show_is_refused(string what, string value, int status, string why)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        JsonObject message = Card();
        JsonNode card = message["attachments"]![0]!["content"]!;
        switch (what)
        {
            case "action":
                card["actions"] = new JsonArray(new JsonObject { ["type"] = value });
                break;
            case "text":
                card["body"]![0]!["text"] = new string('x', 28 * 1024);
                break;
            default:
                (what is "type" ? message : card)[what] = value;
                break;
        }

        Assert.True(status == (int)await PostAsync(world, await WebhookAsync(world), message), why);
        Assert.Empty(world.Snapshot().Notifications);
    }

    private static async Task<string> WebhookAsync(TestWorld world)
    {
        (_, JsonNode? secret) = await world.ArmAsync(HttpMethod.Get, "/secrets/teams-webhook?api-version=7.6");
        Uri webhook = new((string)secret!["value"]!);
        Assert.Equal(world.World.Endpoint.Authority, webhook.Authority);
        return webhook.AbsolutePath;
    }

    private static async Task<HttpStatusCode> PostAsync(TestWorld world, string webhook, JsonObject message, string? retryAfter = null)
    {
        using StringContent content = new(message.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await world.Client.PostAsync(new Uri(webhook, UriKind.Relative), content, TestWorld.Token);
        Assert.Equal(retryAfter, response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values) ? values.Single() : null);
        return response.StatusCode;
    }

    private static JsonObject Card() => JsonNode.Parse("""
        {
          "type": "message",
          "attachments": [ {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {
              "type": "AdaptiveCard", "version": "1.5",
              "body": [
                { "type": "TextBlock", "text": "Rotation started" },
                { "type": "RichTextBlock", "inlines": [ { "type": "TextRun", "text": "Hold OneAgent deployments." } ] },
                { "type": "FactSet", "facts": [ { "title": "Environment", "value": "sim00001" } ] }
              ]
            }
          } ]
        }
        """)!.AsObject();
}
