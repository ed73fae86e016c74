using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TenantTokens.Functions.Web;

/// <summary>HTTP. Who may do what is decided by the delegate, which checks the sign-in itself: no function key takes its place.</summary>
/// <remarks>
/// The host calls the first function, by name, whose route matches: a name after that of the catch-all is never called. Its own paths,
/// /admin and /runtime, are left to it. Its controllers come before any function, but /admin/warmup and whatever they do not know come
/// after all of them.
/// </remarks>
public sealed class WebFunctions(WebApp web)
{
    [Function("StartRotationOverHttp")]
    public IResult StartRotation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/rotations")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => web.Answer(client);

    [Function("DecideOverHttp")]
    public IResult Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/rotations/{id}/decisions")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => web.Answer(client);

    [Function("Root")]
    public IResult Root(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{ignored:maxlength(0)?}")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => web.Answer(client);

    [Function("Web")]
    public IResult Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path:regex(^(?!(admin|runtime)(/|$)))}")] HttpRequest request,
        [DurableClient] DurableTaskClient client) => web.Answer(client);
}
