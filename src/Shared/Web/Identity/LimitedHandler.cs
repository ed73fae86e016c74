namespace TenantTokens.Web.Identity;

/// <summary>
/// Cancels requests that take too long, on our clock. The library that reads a tenant's keys has a fixed limit of 100 s, and later readings
/// wait for it.
/// </summary>
/// <param name="limit">How long an answer may take.</param>
/// <param name="time">The clock.</param>
internal sealed class LimitedHandler(TimeSpan limit, TimeProvider time) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = new(limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limited.Token);
        HttpResponseMessage response = await base.SendAsync(request, either.Token);
        await response.Content.LoadIntoBufferAsync(either.Token); // a body that never ends is limited too
        return response;
    }
}
