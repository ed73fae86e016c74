using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Notifications;

/// <summary>A Teams channel over scripted HTTP.</summary>
internal sealed class TeamsDriver
{
    public const string Signature = "s3cret-SIGNATURE_of-the-flow";
    public const string Path = "/workflows/0f/triggers/manual/paths/invoke?api-version=1&sig=" + Signature;
    public const string Url = "https://flow.test" + Path;
    public const string Post = "POST " + Path;

    public TeamsDriver()
        => Channel = new TeamsWebhookChannel(
            new TeamsOptions { WebhookSecret = "teams-webhook" },
            ReadSecretAsync,
            _ => new HttpClient(Http),
            Scrubber,
            Time);

    public static Notification Any { get; } = new()
    {
        Kind = NotificationKind.Started,
        RotationId = "rot-1",
        EnvironmentId = "sim00001",
        Title = "Token rotation of sim00001 started",
        Text = "Hold OneAgent deployments.\nBoth tokens are valid.",
        Facts = [new("Environment", "sim00001"), new("Rotation", "rot-1")],
        Items = ["oneagent/web-03: Unreachable: off"],
    };

    public ScriptedHttp Http { get; } = new();

    public InstantTime Time { get; } = new();

    public SecretScrubber Scrubber { get; } = new();

    public TeamsWebhookChannel Channel { get; }

    /// <summary>What the vault holds.</summary>
    public Func<string> Secret { get; set; } = static () => Url;

    public Task<NotificationResult> SendAsync(Notification? notification = null)
        => Channel.SendAsync(notification ?? Any, TestContext.Current.CancellationToken);

    /// <summary>The card that a notification becomes, and the size of its message in bytes.</summary>
    public static async Task<(JsonNode Card, int Size)> CardAsync(Notification notification)
    {
        TeamsDriver teams = new();
        teams.Http.Expect(Post, 202);
        Assert.Equal(NotificationResult.Sent, await teams.SendAsync(notification));
        string body = Assert.Single(teams.Http.Bodies);
        return (JsonNode.Parse(body)!["attachments"]![0]!["content"]!, Encoding.UTF8.GetByteCount(body));
    }

    private Task<string> ReadSecretAsync(string name, CancellationToken cancellationToken)
    {
        Assert.Equal("teams-webhook", name);
        return Task.FromResult(Secret());
    }
}
