using TenantTokens.Configuration;

namespace TenantTokens.Notifications;

/// <summary>The connections to webhooks. Only one on this machine, a simulator's, is trusted through <see cref="AzureOptions.TrustedCa"/>.</summary>
public sealed class WebhookConnections(AzureOptions options) : IDisposable
{
    private readonly Lazy<HttpClient> _elsewhere = new(static () => Create(null));
    private readonly Lazy<HttpClient> _here = new(() => Create(options.TrustedCa));

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
    private static HttpClient Create(string? trustedCa) => new(TrustedAuthority.CreateHandler(trustedCa)) { Timeout = Timeout.InfiniteTimeSpan };
}
