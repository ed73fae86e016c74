using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Notifications.Mail;

/// <summary>
/// Sends mail through Azure Communication Services over REST, with the identity of this process
/// (https://learn.microsoft.com/rest/api/communication/email/email/send). The same letter always has the same Operation-Id; the
/// repeatability headers mark a repeated request (https://learn.microsoft.com/rest/api/communication/repeatable-requests).
/// </summary>
public sealed class AzureMailTransport : IMailTransport
{
    private const string Scope = "https://communication.azure.com/.default";
    private const string Send = "/emails:send?api-version=2023-03-31";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _shortestWait = TimeSpan.FromSeconds(1);
    private readonly HttpPipeline _pipeline;
    private readonly string _from;
    private readonly Uri _endpoint;
    private readonly TimeProvider _time;

    /// <summary>Creates a transport on a credential and an HTTP transport.</summary>
    public AzureMailTransport(
        string from,
        AzureMailOptions options,
        TokenCredential credential,
        HttpPipelineTransport transport,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        // This policy waits as long as a 429 asks for.
        MailClientOptions clientOptions = new()
        {
            Transport = transport,
            RetryPolicy = new AzureRetryPolicy(time, Random.Shared, maxRetries: 4),
        };
        clientOptions.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        clientOptions.Diagnostics.IsLoggingContentEnabled = false; // a body contains a link that votes
        clientOptions.Diagnostics.ApplicationId = "tenant-tokens";
        _pipeline = HttpPipelineBuilder.Build(clientOptions, new BearerTokenAuthenticationPolicy(credential, Scope));
        (_from, _endpoint, _time) = (from, options.Endpoint, time);
    }

    /// <inheritdoc />
    public async Task<string?> SendAsync(MailLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        try
        {
            Response taken = await PostAsync(letter, cancellationToken);
            return taken.Status switch
            {
                202 => await FollowAsync(taken, cancellationToken),
                // A request of ours was repeated while the first is in progress. The letter was accepted; only its fate is not known.
                409 => null,
                _ => Explain(taken),
            };
        }
        catch (RequestFailedException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return $"Azure Communication Services cannot be reached: {exception.ErrorCode ?? "no answer"}.";
        }
        catch (AuthenticationFailedException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no token for Azure Communication Services: the identity of this program cannot sign in.";
        }
        catch (Exception exception) when (exception is AggregateException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return $"Azure Communication Services gave no answer ({exception.GetType().Name}).";
        }
    }

    private async Task<Response> PostAsync(MailLetter letter, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        using Request request = _pipeline.CreateRequest();
        request.Method = RequestMethod.Post;
        request.Uri.Reset(new Uri(_endpoint, Send));
        request.Headers.Add("Content-Type", "application/json");
        request.Headers.Add("Operation-Id", MailIds.Operation(letter.MessageId).ToString());
        request.Headers.Add("Repeatability-Request-ID", MailIds.Operation($"{letter.MessageId} {now.UtcTicks}").ToString());
        request.Headers.Add("Repeatability-First-Sent", now.ToString("R", CultureInfo.InvariantCulture));
        request.Content = RequestContent.Create(AzureMailBody.Write(_from, letter));
        return await _pipeline.SendRequestAsync(request, cancellationToken);
    }

    // Accepted does not mean sent: the error for a wrong address comes a moment later. An operation that takes longer than we wait counts
    // as accepted.
    private async Task<string?> FollowAsync(Response taken, CancellationToken cancellationToken)
    {
        DateTimeOffset until = _time.GetUtcNow() + _patience;
        Response answer = taken;
        if (!taken.Headers.TryGetValue("Operation-Location", out string? location)
            || !Uri.TryCreate(_endpoint, location, out Uri? operation)
            || Uri.Compare(
                operation, _endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) is not 0)
        {
            return null; // our access token goes to no other server
        }

        while (true)
        {
            TimeSpan wait =
                RetryAfter.Read(name => answer.Headers.TryGetValue(name, out string? value) ? value : null, _time) ?? _shortestWait;
            if (_time.GetUtcNow() + wait > until)
            {
                return null;
            }

            await Task.Delay(wait, _time, cancellationToken);
            using Request request = _pipeline.CreateRequest();
            request.Method = RequestMethod.Get;
            request.Uri.Reset(operation);
            answer = await _pipeline.SendRequestAsync(request, cancellationToken);
            if (answer.Status is not 200)
            {
                return null; // the letter was accepted; only its fate is not known
            }

            (string? status, string? code) = AzureMailBody.ReadStatus(answer.Content);
            if (status is not ("NotStarted" or "Running"))
            {
                return status is "Failed" or "Canceled" ? $"Azure Communication Services did not send it: {code ?? status}." : null;
            }
        }
    }

    private static string Explain(Response response)
    {
        string code = AzureMailBody.ReadError(response.Content) is { } name ? $" {name}" : "";
        return response.Status switch
        {
            401 or 403
                => $"Azure Communication Services answered {response.Status}{code}: check that the identity of this program may send mail"
                    + " there.",
            404 => $"Azure Communication Services answered 404{code}: check that the sender's domain is linked to that resource.",
            429 => "Azure Communication Services answered 429: too many mails in this minute or hour.",
            _ => $"Azure Communication Services answered {response.Status}{code}.",
        };
    }

    private sealed class MailClientOptions : ClientOptions;
}
