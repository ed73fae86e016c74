using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Wire;

namespace TenantTokens.Simulator.World;

/// <summary>GET /world returns the true state, and POST /world/faults plants a fault. No credential is required.</summary>
internal sealed class WorldEndpoints(WorldState world, FaultPlanter planter)
{
    private static readonly JsonSerializerOptions _strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/world", context => Answer.JsonAsync(context, 200, SnapshotTaker.Take(world)));
        routes.MapPost("/world/faults", PlantAsync);
    }

    private async Task PlantAsync(HttpContext context)
    {
        try
        {
            Fault fault = await JsonSerializer.DeserializeAsync<Fault>(context.Request.Body, _strict, context.RequestAborted)
                ?? throw new ArgumentException("The body must be a JSON object with a 'kind'.");
            planter.Plant(fault);
            context.Response.StatusCode = 204;
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            await Answer.JsonAsync(context, 400, new { error = new { code = "BadFault", message = e.Message } });
        }
    }
}
