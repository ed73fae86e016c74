using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TenantTokens.Functions.Web;

/// <summary>
/// The HTTP functions. The request delegate decides who may do what and checks the sign-in itself; no function key replaces that.
/// </summary>
/// <remarks>
/// The host calls the first function, ordered by name, whose route matches; a function with a name after that of the catch-all is never
/// called. The host's own paths, /admin and /runtime, are left to it. Its controllers come before any function, except that /admin/warmup
/// and unknown paths come after all of them.
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
