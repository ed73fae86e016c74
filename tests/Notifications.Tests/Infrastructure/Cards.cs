using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.Messages;
using TenantTokens.Tokens;

namespace TenantTokens.Notifications.Tests.Infrastructure;

/// <summary>The cards that the Teams channel posts.</summary>
internal static class Cards
{
    private const string Hostile = "<img src=x onerror=alert(1)> [approve](https://evil.test) **bold** \u202e";

    /// <summary>One notification of each kind, and some that are as hostile or as long as they get.</summary>
    public static IReadOnlyList<Notification> Notifications()
    {
        List<Notification> all = [];
        foreach (NotificationKind kind in Enum.GetValues<NotificationKind>())
        {
            all.Add(NotificationText.For(kind, Letters.Snapshot()) ?? Letters.About(kind));
        }

        Notification asked = Letters.About(NotificationKind.ApprovalNeeded);
        all.Add(asked with { Title = Hostile, Text = Hostile, Items = [Hostile], Facts = [new(Hostile, Hostile)] });
        all.Add(asked with
        {
            Items = [.. Enumerable.Range(1, 20_000).Select(static number => $"oneagent/vm-{number}: Failed: \u6f22\u5b57 exit 40")],
        });
        all.Add(asked with
        {
            Text = new string('"', 50_000),
            Facts = [.. Enumerable.Range(0, 50).Select(static _ => new NotificationFact("fact", new string('\u00e4', 5000)))],
        });
        return all;
    }

    /// <summary>The body that is posted for a notification.</summary>
    public static async Task<string> PostedAsync(Notification notification)
    {
        using Recorder recorder = new();
        TeamsWebhookChannel channel = new(
            new TeamsOptions { WebhookSecret = "teams-webhook" },
            static (_, _) => Task.FromResult("https://flow.test/x?sig=secret-of-the-flow"),
            _ => new HttpClient(recorder, disposeHandler: false),
            new SecretScrubber(),
            TimeProvider.System);
        Assert.Equal(NotificationResult.Sent, await channel.SendAsync(notification, TestContext.Current.CancellationToken));
        return recorder.Body;
    }

    /// <summary>The card in it.</summary>
    public static async Task<JsonNode> CardAsync(Notification notification)
        => JsonNode.Parse(await PostedAsync(notification))!["attachments"]![0]!["content"]!.DeepClone();

    private sealed class Recorder : HttpMessageHandler
    {
        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.Accepted);
        }
    }
}
