using System.Net;
using System.Text.Json;
using Polly;
using Polly.Timeout;
using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <inheritdoc />
internal sealed class TenantTokenClient(DynatraceApi api, SecretScrubber scrubber) : ITenantTokenClient
{
    private const string Scope = "tenantTokenRotation.write";
    private readonly ResiliencePipeline<HttpResponseMessage> _start = DynatraceResilience.ForStart(api.Time);
    private readonly ResiliencePipeline<HttpResponseMessage> _repeatable = DynatraceResilience.ForRepeatableWrites(api.Time, api.Jitter);

    /// <inheritdoc />
    public async Task<TenantTokenAnswer> StartAsync(CancellationToken cancellationToken)
    {
        // Read fresh, since a stale one cannot be corrected by sending again; and before the time limit, which is Dynatrace's.
        string apiToken = await api.ReadApiTokenAsync(cancellationToken);
        return await SendAsync("start", _start, (path, token) => api.SendOnceAsync(HttpMethod.Post, path, apiToken, token), cancellationToken);
    }

    /// <inheritdoc />
    public Task<TenantTokenAnswer> FinishAsync(CancellationToken cancellationToken) => RepeatableAsync("finish", cancellationToken);

    /// <inheritdoc />
    public Task<TenantTokenAnswer> CancelAsync(CancellationToken cancellationToken) => RepeatableAsync("cancel", cancellationToken);

    private Task<TenantTokenAnswer> RepeatableAsync(string operation, CancellationToken cancellationToken)
        => SendAsync(operation, _repeatable, (path, token) => api.SendAsync(HttpMethod.Post, path, token), cancellationToken);

    private async Task<TenantTokenAnswer> SendAsync(
        string operation,
        ResiliencePipeline<HttpResponseMessage> pipeline,
        Func<string, CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        try
        {
            string path = $"api/v2/tenantTokenRotation/{operation}";
            using HttpResponseMessage response = await pipeline.ExecuteAsync(async token => await send(path, token), cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return new TenantTokenAnswer.Unanswered($"no answer within {DynatraceResilience.AttemptTimeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException exception)
        {
            return new TenantTokenAnswer.Unanswered(api.Scrub(exception.Message));
        }
    }

    private async Task<TenantTokenAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.BadRequest)
        {
            return new TenantTokenAnswer.WrongState(await api.ReadErrorAsync(response, cancellationToken));
        }

        // A 5xx or 408 may come from a proxy that lost Dynatrace's answer: it proves nothing.
        if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout)
        {
            return new TenantTokenAnswer.Unanswered($"status {(int)response.StatusCode}: {await api.ReadErrorAsync(response, cancellationToken)}");
        }

        await api.ThrowUnlessSuccessAsync(response, Scope, cancellationToken);
        return Parse(await response.Content.ReadAsStringAsync(cancellationToken));
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

    // A plain class: a record would print the token.
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
