using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Mail;
using TenantTokens.Simulator.Teams;
using TenantTokens.Simulator.Vault;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Wire;

/// <summary>All simulated services as one delegate, for a server or for a caller in the same process.</summary>
internal static class WorldRequests
{
    /// <param name="services">Services that include routing.</param>
    /// <param name="world">The world that answers.</param>
    /// <param name="control">The endpoints GET /world and POST /world/faults.</param>
    public static RequestDelegate Build(IServiceProvider services, WorldState world, WorldEndpoints control)
    {
        ApplicationBuilder application = new(services);
        application.UseRouting();
        application.Use(next => Around(world, next));
        application.UseEndpoints(routes => Map(routes, world, control));
        return application.Build();
    }

    /// <summary>Wraps a request in what happens around every request.</summary>
    public static RequestDelegate Around(WorldState world, RequestDelegate request)
    {
        (Pipeline pipeline, Guard guard) = (new(world), new(world));
        RequestDelegate allowed = context => pipeline.LoseAndRefuseAsync(context, request);
        RequestDelegate counted = context => guard.CheckAsync(context, allowed);
        RequestDelegate all = context => pipeline.CountAndHoldAsync(context, counted);
        return world.Recorder is { } recorder ? context => recorder.RecordAsync(context, all) : all;
    }

    /// <summary>Maps every service.</summary>
    public static void Map(IEndpointRouteBuilder application, WorldState world, WorldEndpoints control)
    {
        control.Map(application);
        new TokenRotationEndpoints(world).Map(application);
        new ConnectionInfoEndpoints(world).Map(application);
        new ActiveGateEndpoints(world).Map(application);
        new OneAgentEndpoints(world).Map(application);
        new MetricEndpoints(world).Map(application);
        new ResourceGraphEndpoint(world).Map(application);
        new MachineEndpoints(world).Map(application);
        new MachineListEndpoints(world).Map(application);
        new RunCommandEndpoints(world).Map(application);
        new OperationEndpoints(world).Map(application);
        new SecretEndpoints(world).Map(application);
        new WebhookEndpoint(world).Map(application);
        new MailEndpoints(world).Map(application);
        application.MapFallback(static context => Answer.JsonAsync(
            context,
            404,
            new
            {
                error = new { code = "NotFound", message = $"The simulated world has no {context.Request.Method} {context.Request.Path}." },
            }));
    }
}
