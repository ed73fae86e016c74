using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>Maps endpoints below /e/{environment}. A planted error answers before the endpoint does.</summary>
internal static class DynatraceRoutes
{
    public static void MapDynatrace(
        this IEndpointRouteBuilder routes,
        WorldState world,
        string method,
        string path,
        string name,
        Func<HttpContext, TenantEnvironment, Task> handler)
        => routes.MapCall(method, "/e/{environment}" + path, name, ServiceKind.Dynatrace, async context =>
        {
            if (!world.Environments.TryGetValue(context.Route("environment"), out TenantEnvironment? environment))
            {
                await DynatraceError.WriteAsync(context, 404, "No such environment.");
            }
            else if (world.PlantedErrors.Next(context.Request.Path.Value ?? "") is { } fault)
            {
                if (fault.RetryAfterSeconds is { } seconds)
                {
                    Answer.RetryAfter(context, world.Clock, TimeSpan.FromSeconds(seconds));
                }

                await DynatraceError.WriteAsync(context, fault.Status ?? 500, "A planted error.");
            }
            else
            {
                await handler(context, environment);
            }
        });
}
