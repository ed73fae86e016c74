using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Returns one machine as it is now; unlike Resource Graph, this does not lag behind.
/// https://learn.microsoft.com/rest/api/hybridcompute/machines/get, https://learn.microsoft.com/rest/api/compute/virtual-machines/get
/// </summary>
internal sealed class MachineEndpoints(WorldState world)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Call("Microsoft.Compute/virtualMachines", "", context => Machine(context, "Microsoft.Compute/virtualMachines", VirtualMachine));
        Call(
            "Microsoft.Compute/virtualMachines",
            "/instanceView",
            context => Machine(context, "Microsoft.Compute/virtualMachines", InstanceView));
        Call("Microsoft.HybridCompute/machines", "", context => Machine(context, "Microsoft.HybridCompute/machines", Arc));

        void Call(string type, string more, RequestDelegate handler) => routes.MapCall(
            "GET",
            $"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{type}/{{machine}}{more}",
            CallName.GetMachine,
            ServiceKind.ResourceManager,
            handler);
    }

    private Task Machine(HttpContext context, string type, Func<IMachine, JsonObject> describe)
    {
        string id = $"/subscriptions/{context.Route("subscription")}/resourceGroups/{context.Route("group")}/providers/{type}/"
            + $"{context.Route("machine")}";
        return world.Azure.Find(id) is { } machine
            ? Answer.JsonAsync(context, 200, describe(machine))
            : ArmError.WriteAsync(
                context,
                404,
                "ResourceNotFound",
                $"The Resource '{type}/{context.Route("machine")}' under resource group '{context.Route("group")}' was not found.");
    }

    private JsonObject VirtualMachine(IMachine machine) => Resource(machine, "Microsoft.Compute/virtualMachines", new JsonObject
    {
        ["vmId"] = machine.Identity.VmId.ToString(),
        ["osProfile"] = new JsonObject { ["computerName"] = machine.Identity.HostName },
        ["storageProfile"] = new JsonObject
        {
            ["osDisk"] = new JsonObject { ["osType"] = machine.Identity.IsWindows ? "Windows" : "Linux" },
        },
        ["provisioningState"] = "Succeeded",
        ["instanceView"] = InstanceView(machine),
    });

    private JsonObject InstanceView(IMachine machine) => new()
    {
        ["computerName"] = machine.Identity.HostName,
        ["vmAgent"] = new JsonObject { ["vmAgentVersion"] = machine.IsOn ? "2.11.1.12" : "Unknown" },
        ["statuses"] = new JsonArray(
            new JsonObject { ["code"] = "ProvisioningState/succeeded", ["level"] = "Info" },
            new JsonObject { ["code"] = world.Azure.State(machine), ["level"] = "Info" }),
    };

    private JsonObject Arc(IMachine machine)
    {
        ArcAgent agent = world.Azure.ArcAgent(machine);
        return Resource(machine, "Microsoft.HybridCompute/machines", new JsonObject
        {
            ["status"] = world.Azure.State(machine),
            ["vmId"] = machine.Identity.VmId.ToString(),
            ["osType"] = machine.Identity.IsWindows ? "windows" : "linux",
            ["osProfile"] = new JsonObject { ["computerName"] = machine.Identity.HostName },
            ["agentVersion"] = agent.Version,
            ["agentConfiguration"] = Configuration(agent),
            ["serviceStatuses"] = new JsonObject
            {
                ["extensionService"] = new JsonObject { ["status"] = machine.IsOn ? "active" : "unknown", ["startupType"] = "automatic" },
            },
        });
    }

    /// <summary>Returns an Arc agent's settings as the machine's own resource and Resource Graph show them.</summary>
    public static JsonObject Configuration(ArcAgent agent) => new()
    {
        ["configMode"] = agent.ConfigMode,
        ["extensionsEnabled"] = agent.ExtensionsEnabled ? "true" : "false",
        ["extensionsAllowList"] = List(agent.AllowList),
        ["extensionsBlockList"] = List(agent.BlockList),
    };

    private static JsonArray List(IReadOnlyList<string> extensions) => new([.. extensions.Select(static e =>
        new JsonObject { ["publisher"] = e.Split('/')[0], ["type"] = e.Split('/')[1] })]);

    private static JsonObject Resource(IMachine machine, string type, JsonObject properties) => new()
    {
        ["id"] = machine.Identity.ResourceId,
        ["name"] = machine.Identity.Name,
        ["type"] = type,
        ["location"] = machine.Identity.Location,
        ["properties"] = properties,
    };
}
