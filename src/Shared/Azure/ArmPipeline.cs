using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using TenantTokens.Configuration.Options;
using TenantTokens.Failures;

namespace TenantTokens.Azure;

/// <summary>
/// Calls Azure Resource Manager over Azure.Core: bearer token, telemetry headers, retries of requests that can be repeated.
/// </summary>
public sealed class ArmPipeline
{
    private const string Scope = "https://management.azure.com/.default";
    private readonly HttpPipeline _pipeline;
    private readonly Uri _endpoint;
    private readonly TimeProvider _time;

    /// <summary>Creates a pipeline over a transport.</summary>
    /// <param name="options">The endpoints of Azure.</param>
    /// <param name="credential">The identity that signs in.</param>
    /// <param name="transport">Sends the HTTP requests.</param>
    /// <param name="time">The clock for waits between retries.</param>
    /// <param name="jitter">Varies the waits; random when null.</param>
    public ArmPipeline(
        AzureOptions options,
        TokenCredential credential,
        HttpPipelineTransport transport,
        TimeProvider time,
        Random? jitter = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArmClientOptions clientOptions = new() { Transport = transport, RetryPolicy = new ArmRetryPolicy(time, jitter ?? Random.Shared) };
        clientOptions.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        clientOptions.Diagnostics.IsLoggingContentEnabled = false; // a body may hold a protected parameter
        clientOptions.Diagnostics.ApplicationId = "tenant-tokens";
        _pipeline = HttpPipelineBuilder.Build(clientOptions, new BearerTokenAuthenticationPolicy(credential, Scope));
        _endpoint = new Uri(options.ArmEndpoint.AbsoluteUri.TrimEnd('/') + "/");
        _time = time;
    }

    /// <summary>Sends a request and returns the answer, whatever its status.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query, starting with '/'; the endpoint comes from the options.</param>
    /// <param name="body">The JSON body; none when null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RequestFailedException">No answer came, even after the retries.</exception>
    public async Task<Response> SendAsync(
        RequestMethod method,
        string path,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        using Request request = _pipeline.CreateRequest();
        request.Method = method;
        request.Uri.Reset(new Uri(_endpoint, path.TrimStart('/')));
        request.Headers.Add("Accept", "application/json");
        if (body is { } bytes)
        {
            request.Headers.Add("Content-Type", "application/json");
            request.Content = RequestContent.Create(bytes);
        }

        try
        {
            return await _pipeline.SendRequestAsync(request, cancellationToken);
        }
        catch (Exception exception) when (IsNoAnswer(exception) && !cancellationToken.IsCancellationRequested)
        {
#pragma warning disable MA0054 // Its words say all: with the exception inside, FailureText would look for them there.
            throw new RequestFailedException(0, FailureText.From(exception));
#pragma warning restore MA0054
        }
    }

    /// <summary>Returns how long a response asks us to wait; null when it does not ask.</summary>
    public TimeSpan? RetryAfterOf(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return RetryAfter.Read(name => response.Headers.TryGetValue(name, out string? value) ? value : null, _time);
    }

    // AuthenticationFailedException is not included: it is an outage on our side and is passed on unchanged.
    private static bool IsNoAnswer(Exception exception)
        => exception is RequestFailedException or IOException or HttpRequestException or OperationCanceledException or AggregateException;

    private sealed class ArmClientOptions : ClientOptions;
}
