using Microsoft.AspNetCore.Http;

namespace TenantTokens.Simulation.Bugs;

internal sealed class OddBodiesThrow()
    : PlantedBug("odd-bodies-throw", "web-error", "A body that is no JSON ends in an error of ours")
{
    public override RequestDelegate Plant(RequestDelegate web, IServiceProvider services) => async context =>
    {
        await web(context);
        context.Response.StatusCode = context.Request is { Method: "POST", ContentLength: < 3 }
            ? StatusCodes.Status500InternalServerError
            : context.Response.StatusCode;
    };
}
