using System.Net;
using System.Net.Http.Headers;
using Azure;
using Polly;
using Polly.Timeout;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Notifications;

/// <summary>
/// Posts to a Teams channel through the webhook of a Workflows flow. The webhook's URL is a secret. It is read from the vault for each
/// notification, so that a new one takes effect at once, and no message of this class quotes it.
/// </summary>
/// <param name="options">Names the vault secret.</param>
/// <param name="readSecret">Reads a secret from the vault by its name.</param>
/// <param name="connect">Returns the HTTP client for a webhook.</param>
/// <param name="scrubber">Masks the URL and the signature in it.</param>
/// <param name="time">The clock for waits.</param>
public sealed class TeamsWebhookChannel(
    TeamsOptions options,
    Func<string, CancellationToken, Task<string>> readSecret,
    Func<Uri, HttpClient> connect,
    SecretScrubber scrubber,
    TimeProvider time) : INotificationChannel
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = NotificationResilience.ForPosts(time);

    /// <inheritdoc />
    public string Name => "Teams";

    /// <inheritdoc />
    public async Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadUrlAsync(cancellationToken) is { } webhook
                ? await PostAsync(webhook, TeamsCard.Write(notification), cancellationToken)
                : NotificationResult.Failed($"The vault secret {options.WebhookSecret} holds no https URL.");
        }
        catch (RequestFailedException exception)
        {
            return NotificationResult.Failed(
                $"The vault secret {options.WebhookSecret} cannot be read: {exception.ErrorCode ?? $"status {exception.Status}"}.");
        }
        catch (TokenVaultException exception)
        {
            return NotificationResult.Failed(exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return NotificationResult.Failed($"The webhook cannot be reached: {exception.HttpRequestError}.");
        }
        catch (TimeoutRejectedException)
        {
            return NotificationResult.Failed(
                $"The webhook gave no answer within {NotificationResilience.AttemptTimeout.TotalSeconds:0} s.");
        }
    }

    private async Task<Uri?> ReadUrlAsync(CancellationToken cancellationToken)
    {
        string secret = (await readSecret(options.WebhookSecret, cancellationToken)).Trim();
        scrubber.Remember(secret);
        if (!Uri.TryCreate(secret, UriKind.Absolute, out Uri? webhook) || webhook.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        scrubber.Remember(webhook.AbsoluteUri);
        if (webhook.PathAndQuery.Length > 1)
        {
            scrubber.Remember(webhook.PathAndQuery);
        }

        foreach (string part in webhook.Query.TrimStart('?')
            .Split('&')
            .Where(static part => part.StartsWith("sig=", StringComparison.OrdinalIgnoreCase)))
        {
            scrubber.Remember(part[4..]);
            scrubber.Remember(Uri.UnescapeDataString(part[4..]));
        }

        return webhook;
    }

    private async Task<NotificationResult> PostAsync(Uri webhook, byte[] card, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _pipeline.ExecuteAsync(
            static async (post, attempt) =>
            {
                using HttpRequestMessage request = new(HttpMethod.Post, post.Webhook) { Content = new ByteArrayContent(post.Card) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
                return await post.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt);
            },
            (Webhook: webhook, Card: card, Client: connect(webhook)),
            cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.Accepted => NotificationResult.Sent,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone =>
                NotificationResult.Failed(
                    $"The webhook answered {(int)response.StatusCode}: check that the URL in the vault secret {options.WebhookSecret}"
                        + " belongs to a running flow."),
            _ when RetryAfter.Read(response, time) is { } wait
                => NotificationResult.Failed($"The webhook answered {(int)response.StatusCode} and asks to wait {wait.TotalSeconds:0} s."),
            _ => NotificationResult.Failed($"The webhook answered {(int)response.StatusCode}."),
        };
    }
}
