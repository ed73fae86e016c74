using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Timeout;
using TenantTokens.Azure;
using TenantTokens.Durable;
using TenantTokens.Failures;

namespace TenantTokens.Dynatrace;

/// <summary>
/// Sends HTTP requests to one environment, with authorization, retries and error handling. It knows none of the API's operations.
/// </summary>
/// <param name="environmentId">For error messages.</param>
/// <param name="http">The client. Its base address is the environment's URL, ending in '/', and it has no timeout.</param>
/// <param name="apiToken">The environment's API token.</param>
/// <param name="scrubber">Removes secrets from error messages.</param>
/// <param name="time">The clock for waits between retries.</param>
/// <param name="jitter">Varies the waits.</param>
internal sealed class DynatraceApi(
    string environmentId,
    HttpClient http,
    ApiTokenSource apiToken,
    ISecretScrubber scrubber,
    TimeProvider time,
    Random jitter)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    private static readonly string[] _pageStarts = ["<!doctype html", "<html"];
    private readonly ResiliencePipeline<HttpResponseMessage> _reads = DynatraceResilience.ForReads(time, jitter);

    public TimeProvider Time => time;

    public Random Jitter => jitter;

    /// <summary>
    /// Sends a GET, with retries where they can help, and reads its JSON. Null when the answer is 404 and <paramref name="notFoundIsNull"/>
    /// is set.
    /// </summary>
    public async Task<T?> GetAsync<T>(string path, string scope, bool notFoundIsNull, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using HttpResponseMessage response = await _reads.ExecuteAsync(
                async token => await SendAsync(HttpMethod.Get, path, token),
                cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound
                && notFoundIsNull
                && !IsWebPage(response, await response.Content.ReadAsStringAsync(cancellationToken)))
            {
                return null;
            }

            await ThrowUnlessSuccessAsync(response, scope, cancellationToken);
            return await ReadAsync<T>(response, path, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException)
        {
            throw new DynatraceApiException(null, FailureText.From(exception));
        }
    }

    /// <summary>
    /// Sends a request. After a 401 it reads the token from the vault and, if it is another one, sends the request once more.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        string token = await apiToken.GetAsync(cancellationToken);
        HttpResponseMessage response = await SendAsync(method, path, token, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return response;
        }

        string again = await apiToken.ReadAgainAsync(cancellationToken);
        if (string.Equals(token, again, StringComparison.Ordinal))
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(method, path, again, cancellationToken);
    }

    /// <summary>Reads the API token from the vault, for <see cref="SendOnceAsync"/>.</summary>
    public Task<string> ReadApiTokenAsync(CancellationToken cancellationToken) => apiToken.ReadAgainAsync(cancellationToken);

    /// <summary>Sends a request exactly once.</summary>
    public Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, string token, CancellationToken cancellationToken)
        => SendAsync(method, path, token, cancellationToken);

    /// <exception cref="DynatraceAccessDeniedException">401 or 403 in Dynatrace's own error envelope.</exception>
    /// <exception cref="DynatraceApiException">Anything else that is not 2xx.</exception>
    public async Task ThrowUnlessSuccessAsync(HttpResponseMessage response, string scope, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        ThrowIfWebPage(response, body);
        int status = (int)response.StatusCode;
        string message = scrubber.Scrub(DynatraceError.Read(body));
        throw response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            ? new DynatraceApiException(status, message, RetryAfter.Read(response, time))
                : DynatraceError.IsEnvelope(body, status) ? new DynatraceAccessDeniedException(scope, status, environmentId)
            : new DynatraceApiException(status, $"{message}, which is not an error of the Dynatrace API. {WhoAnswers()}")
            {
                IsFromElsewhere = true,
            };
    }

    /// <summary>Says what is wrong after a 401 or 403, and what the call needs.</summary>
    public string DeniedMessage(string scope, int status) => new DynatraceAccessDeniedException(scope, status, environmentId).Message;

    /// <summary>Says what to tell people when the answer is a web page; null when it is not one.</summary>
    public string? WebPageMessage(HttpResponseMessage response, string body)
        => IsWebPage(response, body) ? $"a web page (HTML) instead of JSON. {WhoAnswers()}" : null;

    /// <summary>Returns the text without secrets.</summary>
    public string Scrub(string text) => scrubber.Scrub(text);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Api-Token", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (method != HttpMethod.Get)
        {
            // The request needs a body, even if it is empty: without one, SocketsHttpHandler silently resends the request up to three times
            // when a kept-alive connection closes before the answer. A resent start would be a second start.
            request.Content = new ByteArrayContent([]);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    // Not every page has the content type of a page.
    private static bool IsWebPage(HttpResponseMessage response, string body)
        => response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml"
            || _pageStarts.Any(start => body.AsSpan().TrimStart().StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private string WhoAnswers()
        => $"Either apiUrl of environment {environmentId}, {http.BaseAddress!.AbsoluteUri.TrimEnd('/')}, is not the API's base URL "
            + "(https://{id}.live.dynatrace.com, or https://{domain}/e/{id} of a Managed cluster, without /api), or a proxy or a sign-in"
            + " page answers in Dynatrace's place.";

    /// <summary>
    /// Throws when the web interface, a sign-in page or a proxy answered with a page. A page with the status of an outage or overload
    /// passes: it is retried.
    /// </summary>
    private void ThrowIfWebPage(HttpResponseMessage response, string body)
    {
        if (response.StatusCode is < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            && WebPageMessage(response, body) is { } message)
        {
            throw new DynatraceApiException((int)response.StatusCode, message) { IsFromElsewhere = true };
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, string path, CancellationToken cancellationToken)
        where T : class
    {
        ThrowIfWebPage(response, body: "");
        try
        {
            return JsonSerializer.Deserialize<T>(await response.Content.ReadAsStreamAsync(cancellationToken), Json)
                ?? throw Unreadable(path);
        }
        catch (JsonException)
        {
            ThrowIfWebPage(response, await response.Content.ReadAsStringAsync(cancellationToken));
            throw Unreadable(path); // the JsonException might quote the body
        }
    }

    private static DynatraceApiException Unreadable(string path) => new(200, $"a body that is not what GET {path.Split('?')[0]} documents");
}
