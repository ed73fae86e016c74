using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Driving;

namespace TenantTokens.Functions.Web;

/// <summary>Answers a request with the one delegate that both hosts share, then wakes whoever has to hear of it.</summary>
/// <param name="app">Pages, API and antiforgery.</param>
/// <param name="waker">Wakes orchestrations.</param>
/// <param name="client">The client of the function that was called.</param>
internal sealed class WebResult(RequestDelegate app, RotationWaker waker, DurableTaskClient client) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // The function is the endpoint that was matched here; inside, routing would take it for its own match.
        httpContext.SetEndpoint(null);
        httpContext.Request.RouteValues.Clear();
        await app(httpContext);
        if (!HttpMethods.IsGet(httpContext.Request.Method) && !HttpMethods.IsHead(httpContext.Request.Method))
        {
            await waker.WakeAllAsync(new DurableClient(client), CancellationToken.None); // written is written, whether the caller still listens or not
        }
    }
}
