using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// The asynchronous operations of run commands.
/// https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
/// </summary>
internal sealed class OperationEndpoints(WorldState world)
{
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(15);

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapCall(
            "GET",
            "/subscriptions/{subscription}/providers/{provider}/locations/{location}/operations/{operation}",
            CallName.GetOperation,
            ServiceKind.ResourceManager,
            GetAsync);

    private Task GetAsync(HttpContext context)
    {
        if (world.Commands.ByOperation(context.Route("operation")) is not { } command)
        {
            return ArmError.WriteAsync(context, 404, "NotFound", "There is no such operation.");
        }

        string state;
        lock (world.Commands.Sync)
        {
            state = command.IsDeleted ? "Succeeded"
                : command.ProvisioningState is "Creating" or "Updating" or "Deleting" ? "InProgress"
                : command.ProvisioningState;
        }

        if (state is "InProgress")
        {
            Answer.RetryAfter(context, world.Clock, _poll);
        }

        return context.Request.Query["monitor"].Count > 0
            ? Answer.JsonAsync(context, state is "InProgress" ? 202 : 200, new { })
            : Answer.JsonAsync(context, 200, new { name = command.Operation, status = state });
    }
}
