using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Notifications;

/// <summary>The HTTP clients for webhooks.</summary>
public sealed class WebhookConnections : IDisposable
{
    private readonly Lazy<HttpClient> _elsewhere;
    private readonly Lazy<HttpClient> _here;

    /// <summary>
    /// Connects over sockets. <see cref="AzureOptions.TrustedCa"/> is trusted only for a webhook on this machine, which is the simulator's.
    /// </summary>
    public WebhookConnections(AzureOptions options)
        => (_elsewhere, _here) = (new(static () => Create(TrustedAuthority.CreateHandler(null))), new(
            () => Create(TrustedAuthority.CreateHandler(options.TrustedCa))));

    private WebhookConnections(HttpMessageHandler handler) => _elsewhere = _here = new(() => Create(handler));

    /// <summary>Sends everything over one handler, for a process that contains all services itself.</summary>
    public static WebhookConnections Over(HttpMessageHandler handler) => new(handler);

    /// <summary>Returns the client for a webhook. It connects at its first use.</summary>
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

    // Each post has a limit of its own, which can be told from the caller's cancellation.
    private static HttpClient Create(HttpMessageHandler handler) => new(handler) { Timeout = Timeout.InfiniteTimeSpan };
}
