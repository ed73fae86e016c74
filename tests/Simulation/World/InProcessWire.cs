using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.World;

/// <summary>
/// The way from one process of the product to the world's services, in place of a socket. Each request and each answer takes a moment that
/// the seed draws, so that requests under way at the same time overtake one another.
/// </summary>
/// <param name="world">The services.</param>
/// <param name="life">The process.</param>
/// <param name="time">The clock.</param>
/// <param name="pace">Draws how long it takes.</param>
/// <param name="faults">What is to fail.</param>
/// <param name="listener">Told of what passes.</param>
internal sealed class InProcessWire(
    VirtualWorld world,
    ProcessLife life,
    TimeProvider time,
    Random pace,
    FaultyCalls faults,
    IWireListener listener) : HttpMessageHandler
{
    private const int RoomForMost = 4096;
    private static readonly TimeSpan _fastest = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _slowest = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(20);

    // Azure.Core gives up after its network timeout of 30 s, but on the computer's clock: that timeout is kept here, on ours. Polly's, for
    // Dynatrace, is on our clock.
    private static readonly TimeSpan _givesUp = TimeSpan.FromSeconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string call = CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath);
        if (!life.Goes($"it is about to send {call}"))
        {
            return await ProcessLife.NeverAsync<HttpResponseMessage>();
        }

        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        await WaitAsync(pace.Between(_fastest, _slowest), cancellationToken);
        CallFate fate = faults.IsLocked(call, request.RequestUri.AbsolutePath) ? CallFate.Locked : faults.Next(call);
        if (fate is not CallFate.Answered)
        {
            listener.Fated(call, fate);
        }

        if (await WithoutEffectAsync(call, fate, cancellationToken) is { } refused)
        {
            return refused;
        }

        // What has been sent arrives, even when its process dies now.
        listener.Arriving(call, request, body);
        HttpResponseMessage answer = await AskAsync(call, request, body, cancellationToken);
        if (fate is CallFate.Twice)
        {
            answer = await AskAsync(call, request, body, cancellationToken);
        }

        listener.Answered(call, answer.IsSuccessStatusCode);
        if (!life.Goes($"{call} has had its effect, and its answer is on the way"))
        {
            return await ProcessLife.NeverAsync<HttpResponseMessage>();
        }

        await WaitAsync(fate is CallFate.Late ? _late : pace.Between(_fastest, _slowest), cancellationToken);
        switch (fate)
        {
            case CallFate.LostAfter:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            case CallFate.HangingAfter:
                await GiveUpAsync(cancellationToken);
                break;
            case CallFate.BadGatewayAfter:
                return Page(HttpStatusCode.BadGateway);
        }

        return answer;
    }

    private async Task<HttpResponseMessage?> WithoutEffectAsync(string call, CallFate fate, CancellationToken cancellationToken)
    {
        switch (fate)
        {
            case CallFate.LostBefore:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");
            case CallFate.Hanging:
                await GiveUpAsync(cancellationToken);
                return null;
            case CallFate.Forbidden:
                return Error(call, HttpStatusCode.Forbidden, "Token is missing required scope.");
            case CallFate.ForbiddenByProxy:
                return Page(HttpStatusCode.Forbidden);
            case CallFate.ProxyAuthentication:
                return Page(HttpStatusCode.ProxyAuthenticationRequired);
            case CallFate.Locked:
                return Error(
                    call,
                    HttpStatusCode.Conflict,
                    "The scope cannot perform write operation because following scope(s) are locked.",
                    "ScopeLocked");
            case CallFate.BadRequestByProxy:
                return Page(HttpStatusCode.BadRequest);
            case CallFate.Throttled:
                HttpResponseMessage throttled = Error(call, HttpStatusCode.TooManyRequests, "Too many requests.");
                throttled.Headers.TryAddWithoutValidation("Retry-After", "10");
                return throttled;
            case CallFate.Unavailable:
                return Error(call, HttpStatusCode.ServiceUnavailable, "The service is unavailable.");
            default:
                return null;
        }
    }

    private async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(_givesUp, cancellationToken);
        throw new TaskCanceledException("No answer in time.");
    }

    private Task WaitAsync(TimeSpan span, CancellationToken cancellationToken) => Task.Delay(span, time, cancellationToken);

    private async Task<HttpResponseMessage> AskAsync(
        string call,
        HttpRequestMessage request,
        byte[] body,
        CancellationToken cancellationToken)
    {
        DefaultHttpContext context = new();
        Connection connection = new() { RequestAborted = cancellationToken };
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        MemoryStream answer = new(RoomForMost);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        context.Request.Method = request.Method.Method;
        context.Request.Scheme = request.RequestUri!.Scheme;
        context.Request.Host = new HostString(request.RequestUri.Authority);
        context.Request.Path = PathString.FromUriComponent(request.RequestUri);
        context.Request.QueryString = QueryString.FromUriComponent(request.RequestUri);
        foreach ((string name, IEnumerable<string> values) in request.Headers.Concat(
            request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            context.Request.Headers[name] = values.ToArray();
        }

        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        (string active, bool isOpen) = (world.Environment.Active, world.Environment.RotationOpen);
        await world.Requests(context);
        if (call is CallName.Start or CallName.Finish or CallName.Cancel
            && (active, isOpen) != (world.Environment.Active, world.Environment.RotationOpen))
        {
            listener.TookEffect(call);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (connection.IsBroken)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }

        await context.Response.CompleteAsync();
        HttpResponseMessage response = new((HttpStatusCode)context.Response.StatusCode)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(answer.GetBuffer(), 0, (int)answer.Length),
        };
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in context.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return response;
    }

    /// <summary>An error in the service's own words: Dynatrace's code is the status, Azure's is its name.</summary>
    private static HttpResponseMessage Error(string call, HttpStatusCode status, string message, string? name = null)
    {
        string code = CallNames.IsOfDynatrace(call)
            ? ((int)status).ToString(CultureInfo.InvariantCulture)
            : $"\"{name ?? status.ToString()}\"";
        return new(status)
        {
            Content = new StringContent(
                $$$"""{"error":{"code":{{{code}}},"message":"{{{message}}}"}}""",
                Encoding.UTF8,
                "application/json"),
        };
    }

    private static HttpResponseMessage Page(HttpStatusCode status)
        => new(status)
        {
            Content = new StringContent(
                $"<html><head><title>{(int)status}</title></head><body>Your proxy says no.</body></html>",
                Encoding.UTF8,
                "text/html"),
        };

    /// <summary>What a service breaks instead of answering.</summary>
    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool IsBroken { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsBroken = true;
    }
}
