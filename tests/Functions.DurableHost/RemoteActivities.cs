using System.Net.Http.Json;
using TenantTokens.Functions.Durable;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>Runs activities in another process, so that what they touch outlives the host's.</summary>
internal sealed class RemoteActivities(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public async Task<Payload> RunAsync(string name, Payload input, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(name, input, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return (await answer.Content.ReadFromJsonAsync<Payload>(cancellationToken))!;
        }

        Failure failure = (await answer.Content.ReadFromJsonAsync<Failure>(cancellationToken))!;
        throw new ScrubbedFailureException(failure.Type, failure.Message);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>How an activity failed there.</summary>
    internal sealed record Failure(string Type, string Message);
}
