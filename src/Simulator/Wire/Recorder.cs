using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace TenantTokens.Simulator.Wire;

/// <summary>
/// Keeps every request to the simulated services with its content. Only for worlds with that option, because it needs memory.
/// </summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<RequestSnapshot> _requests = new();

    /// <summary>All requests that were answered so far.</summary>
    public IReadOnlyList<RequestSnapshot> All => [.. _requests];

    public async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (request.Path.StartsWithSegments("/world", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        request.Body = body;
        await next(context);
        _requests.Enqueue(new RequestSnapshot(
            request.Method,
            request.Path.Value ?? "",
            Named(request.Query),
            Named(request.Headers.Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value))),
            Encoding.UTF8.GetString(body.ToArray()),
            context.Response.StatusCode));
    }

    private static Dictionary<string, string> Named(IEnumerable<KeyValuePair<string, StringValues>> values)
        => values.ToDictionary(static value => value.Key, static value => value.Value.ToString(), StringComparer.Ordinal);
}
