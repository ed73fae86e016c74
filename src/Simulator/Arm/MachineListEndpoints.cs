using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Lists the machines of a resource group and the instances of a uniform scale set as they are now, page by page.
/// https://learn.microsoft.com/rest/api/compute/virtual-machines/list,
/// https://learn.microsoft.com/rest/api/hybridcompute/machines/list-by-resource-group,
/// https://learn.microsoft.com/rest/api/compute/virtual-machine-scale-set-vms/list
/// </summary>
internal sealed class MachineListEndpoints(WorldState world)
{
    private const string Group = "/subscriptions/{subscription}/resourceGroups/{group}/providers";

    public void Map(IEndpointRouteBuilder routes)
    {
        Call("Microsoft.Compute/virtualMachines", context => Machines(context, isArc: false));
        Call("Microsoft.HybridCompute/machines", context => Machines(context, isArc: true));
        Call("Microsoft.Compute/virtualMachineScaleSets/{set}/virtualMachines", Instances);

        void Call(string collection, RequestDelegate handler)
            => routes.MapCall(
                "GET",
                $"{Group}/{collection}",
                CallName.ListMachines,
                ServiceKind.ResourceManager,
                context => CheckAsync(context, handler));
    }

    private Task CheckAsync(HttpContext context, RequestDelegate handler) => context switch
    {
        _ when context.Request.Query["api-version"].Count is 0
            => ArmError.WriteAsync(
                context,
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests."),
        _ when !world.Azure.Subscriptions.Contains(context.Route("subscription"), StringComparer.OrdinalIgnoreCase)
            => ArmError.WriteAsync(
                context,
                403,
                "AuthorizationFailed",
                $"The client does not have authorization to perform action over scope '/subscriptions/{context.Route("subscription")}'."),
        _ when !world.Azure.HasResourceGroup(context.Route("subscription"), context.Route("group"))
            => ArmError.WriteAsync(context, 404, "ResourceGroupNotFound", $"Resource group '{context.Route("group")}' could not be found."),
        _ => handler(context),
    };

    private Task Machines(HttpContext context, bool isArc) => PageAsync(context, world.Azure.All
        .Select(static machine => machine.Identity)
        .Where(machine => machine.IsArc == isArc
            && Same(machine.SubscriptionId, context.Route("subscription"))
            && Same(machine.ResourceGroup, context.Route("group")))
        .Select(static machine => (machine.ResourceId, machine.Name, machine.Location)));

    private Task Instances(HttpContext context)
        => world.Azure.ScaleSets.All.FirstOrDefault(set => Same(set.SubscriptionId, context.Route("subscription"))
            && Same(set.ResourceGroup, context.Route("group"))
            && Same(set.Name, context.Route("set"))) is { } set
            ? PageAsync(
                context,
                Enumerable.Range(0, set.Instances)
                    .Select(instance => (
                        $"{set.ResourceId}/virtualMachines/{instance.ToString(CultureInfo.InvariantCulture)}",
                        $"{set.Name}_{instance}",
                        set.Location)))
            : ArmError.WriteAsync(
                context,
                404,
                "ParentResourceNotFound",
                $"Can not perform requested operation on nested resource. Parent resource '{context.Route("set")}' not found.");

    private Task PageAsync(HttpContext context, IEnumerable<(string Id, string Name, string Location)> machines)
    {
        (string Id, string Name, string Location)[] all = [.. machines];
        int size = world.PageSize;
        int from = int.TryParse(
            context.Request.Query["$skiptoken"].ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int token)
            ? token
            : 0;
        JsonObject page = new()
        {
            ["value"] = new JsonArray([
                .. all.Skip(from)
                    .Take(size)
                    .Select(
                        static machine => new JsonObject { ["id"] = machine.Id, ["name"] = machine.Name, ["location"] = machine.Location }),
            ]),
        };
        if (from + size < all.Length)
        {
            HttpRequest request = context.Request;
            page["nextLink"] = $"{request.Scheme}://{request.Host}{request.Path}?api-version={request.Query["api-version"]}&$skiptoken="
                + $"{(from + size).ToString(CultureInfo.InvariantCulture)}";
        }

        return Answer.JsonAsync(context, 200, page);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
