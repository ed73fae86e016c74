using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>connectioninfo for agents and gateways. From start on, both return the new token (docs/facts/dynatrace.md §2).</summary>
internal sealed class ConnectionInfoEndpoints(WorldState world)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDynatrace(world, "GET", "/api/v1/deployment/installer/agent/connectioninfo", CallName.AgentConnectionInfo, AgentAsync);
        routes.MapDynatrace(
            world,
            "GET",
            "/api/v1/deployment/installer/gateway/connectioninfo",
            CallName.GatewayConnectionInfo,
            GatewayAsync);
    }

    private Task AgentAsync(HttpContext context, TenantEnvironment environment)
    {
        string[] endpoints = Endpoints(environment);
        return Answer.JsonAsync(context, 200, new
        {
            tenantUUID = environment.Id,
            tenantToken = Token(environment, toGateway: false),
            communicationEndpoints = endpoints,
            formattedCommunicationEndpoints = $"{{{string.Join(';', endpoints)}}}",
        });
    }

    private Task GatewayAsync(HttpContext context, TenantEnvironment environment) => Answer.JsonAsync(context, 200, new
    {
        tenantUUID = environment.Id,
        tenantToken = Token(environment, toGateway: true),
        communicationEndpoints = string.Join(',', Endpoints(environment)),
    });

    private string Token(TenantEnvironment environment, bool toGateway)
    {
        lock (world.Sync)
        {
            return environment.Told(world.Clock.Now, toGateway);
        }
    }

    private string[] Endpoints(TenantEnvironment environment) =>
    [
        .. world.Gates.Where(g => g.Environments.Contains(environment)).Select(CommunicationEndpoints.Url),
        $"https://{environment.Id}.live.dynatrace.com:443/communication",
    ];
}
