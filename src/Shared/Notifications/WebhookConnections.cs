using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Notifications;

/// <summary>The connections to webhooks.</summary>
public sealed class WebhookConnections : IDisposable
{
    private readonly Lazy<HttpClient> _elsewhere;
    private readonly Lazy<HttpClient> _here;

    /// <summary>
    /// Connections over sockets. Only a webhook on this machine, a simulator's, is trusted through <see cref="AzureOptions.TrustedCa"/>.
    /// </summary>
    public WebhookConnections(AzureOptions options)
        => (_elsewhere, _here) = (new(static () => Create(TrustedAuthority.CreateHandler(null))), new(
            () => Create(TrustedAuthority.CreateHandler(options.TrustedCa))));

    private WebhookConnections(HttpMessageHandler handler) => _elsewhere = _here = new(() => Create(handler));

    /// <summary>Reaches every webhook over one handler, for a process whose services are all in one place.</summary>
    public static WebhookConnections Over(HttpMessageHandler handler) => new(handler);

    /// <summary>The client for a webhook. Nothing is connected before it is used.</summary>
    public HttpClient For(Uri webhook) => webhook.IsLoopback ? _here.Value : _elsewhere.Value;

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (Lazy<HttpClient> client in (Lazy<HttpClient>[])[_elsewhere, _here])
        {
            if (client.IsValueCreated)
            {
                client.Value.Dispose();
            }
        }
    }

    // Each post has a limit that can be told from the caller's own cancellation.
    private static HttpClient Create(HttpMessageHandler handler) => new(handler) { Timeout = Timeout.InfiniteTimeSpan };
}
