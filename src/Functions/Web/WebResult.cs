using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using TenantTokens.Functions.Durable;
using TenantTokens.Web;

namespace TenantTokens.Functions.Web;

/// <summary>Answers a request with the web part that both hosts share.</summary>
/// <param name="web">The pages and the API. It wakes rotations after a write.</param>
/// <param name="client">The client of the function that was called.</param>
internal sealed class WebResult(WakingWeb web, DurableTaskClient client) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        // The endpoint that was matched here is the function. Inside, routing would take it for its own match.
        httpContext.SetEndpoint(null);
        httpContext.Request.RouteValues.Clear();
        return web.AnswerAsync(httpContext, new DurableClient(client));
    }
}
