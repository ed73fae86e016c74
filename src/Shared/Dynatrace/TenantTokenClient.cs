using System.Net;
using System.Text.Json;
using Polly;
using Polly.Timeout;
using TenantTokens.Failures;
using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <inheritdoc />
internal sealed class TenantTokenClient(DynatraceApi api, SecretScrubber scrubber) : ITenantTokenClient
{
    private const string Scope = "tenantTokenRotation.write";
    private readonly ResiliencePipeline<HttpResponseMessage> _once = DynatraceResilience.ForSendingOnce(api.Time);

    /// <inheritdoc />
    public Task<TenantTokenAnswer> StartAsync(CancellationToken cancellationToken) => SendAsync("start", cancellationToken);

    /// <inheritdoc />
    public Task<TenantTokenAnswer> FinishAsync(CancellationToken cancellationToken) => SendAsync("finish", cancellationToken);

    /// <inheritdoc />
    public Task<TenantTokenAnswer> CancelAsync(CancellationToken cancellationToken) => SendAsync("cancel", cancellationToken);

    private async Task<TenantTokenAnswer> SendAsync(string operation, CancellationToken cancellationToken)
    {
        // The API token is read anew, because sending again with another one is not possible. It is read before the time limit, which is
        // for Dynatrace alone.
        string apiToken = await api.ReadApiTokenAsync(cancellationToken);
        try
        {
            string path = $"api/v2/tenantTokenRotation/{operation}";
            using HttpResponseMessage response = await _once.ExecuteAsync(
                async token => await api.SendOnceAsync(HttpMethod.Post, path, apiToken, token),
                cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return new TenantTokenAnswer.Unanswered($"no answer within {DynatraceResilience.AttemptTimeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException exception)
        {
            return new TenantTokenAnswer.Unanswered(FailureText.Clause(exception));
        }
    }

    private async Task<TenantTokenAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        int status = (int)response.StatusCode;
        if (api.WebPageMessage(response, body) is { } page)
        {
            return new TenantTokenAnswer.Unanswered($"status {status}: {page}");
        }

        if (response.StatusCode is HttpStatusCode.OK)
        {
            return Parse(body);
        }

        // Only Dynatrace's own envelope counts as its answer. A proxy may have lost Dynatrace's 200 and answer for itself.
        string message = api.Scrub(DynatraceError.Read(body));
        return (DynatraceError.IsEnvelope(body, status) ? response.StatusCode : default) switch
        {
            HttpStatusCode.BadRequest => new TenantTokenAnswer.WrongState(message),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                => new TenantTokenAnswer.Refused(status, $"{api.DeniedMessage(Scope, status)} Dynatrace said: {message}"),
            HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests
                => new TenantTokenAnswer.Refused(status, $"status {status}: {message}"),
            _ => new TenantTokenAnswer.Unanswered($"status {status}: {message}"),
        };
    }

    private TenantTokenAnswer Parse(string body)
    {
        try
        {
            TenantTokenConfig? config = JsonSerializer.Deserialize<TenantTokenConfig>(body, DynatraceApi.Json);
            return Read(config?.Active) is { } active
                ? new TenantTokenAnswer.Accepted(active, Read(config?.Old))
                : new TenantTokenAnswer.Unanswered("status 200 without an active token");
        }
        catch (JsonException)
        {
            return new TenantTokenAnswer.Unanswered("status 200 with a body that cannot be read");
        }
    }

    private TenantToken? Read(TokenValue? field)
    {
        if (field?.Value is { } value)
        {
            scrubber.Remember(value);
        }

        return TenantToken.TryParse(field?.Value, out TenantToken? token) ? token : null;
    }

    // This is a class because a record would print the token.
    private sealed class TenantTokenConfig
    {
        public TokenValue? Active { get; init; }

        public TokenValue? Old { get; init; }
    }

    private sealed class TokenValue
    {
        public string? Value { get; init; }
    }
}
