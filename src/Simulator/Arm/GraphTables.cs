using System.Globalization;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Arm.Kql;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// The tables of Resource Graph: resources as Azure Resource Manager has them, ordered by id. The client's query decides what it reads from
/// them (docs/facts/azure.md §3).
/// </summary>
internal sealed class GraphTables(WorldState world)
{
    private const string Resources = "resources";
    private const string ComputeResources = "computeresources";
    private const string ScaleSetType = "microsoft.compute/virtualmachinescalesets";

    private static readonly string[] _columns =
    [
        "id",
        "name",
        "type",
        "tenantId",
        "kind",
        "location",
        "resourceGroup",
        "subscriptionId",
        "managedBy",
        "sku",
        "plan",
        "properties",
        "tags",
        "identity",
        "zones",
        "extendedLocation",
    ];

    /// <summary>The columns of each table.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; }
        = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Resources] = _columns, [ComputeResources] = _columns };

    /// <summary>Lists the rows of a table.</summary>
    public IEnumerable<KqlRow> Rows(string table, Func<string, bool> hasSubscription)
    {
        IEnumerable<ScaleSet> sets = world.Azure.ScaleSets.All.Where(set => hasSubscription(set.SubscriptionId));
        return table is ComputeResources
            ? sets.SelectMany(static set => Enumerable.Range(0, set.Instances).Select(instance => Instance(set, instance)))
            : world.Azure.All.Where(machine => hasSubscription(machine.Identity.SubscriptionId)).Select(Machine).Concat(sets.Select(Set));
    }

    private KqlRow Machine(IMachine machine) => Row(
        machine.Identity.ResourceId,
        machine.Identity.Name,
        machine.Identity.IsArc ? "microsoft.hybridcompute/machines" : "microsoft.compute/virtualmachines",
        (machine.Identity.SubscriptionId, machine.Identity.ResourceGroup, machine.Identity.Location),
        column => column switch
        {
            "properties" => machine.Identity.IsArc ? ArcProperties(machine) : VirtualMachineProperties(machine),
            "tags" => new JsonObject(
                [.. world.Azure.Tags(machine).Select(static tag => new KeyValuePair<string, JsonNode?>(tag.Key, tag.Value))]),
            _ => null,
        });

    private JsonObject VirtualMachineProperties(IMachine machine)
    {
        JsonObject view = new() { ["computerName"] = machine.Identity.HostName };
        if (!world.Azure.Hides(machine, HiddenProperty.PowerState))
        {
            view["powerState"] = new JsonObject { ["code"] = world.Azure.State(machine), ["level"] = "Info" };
        }

        return new JsonObject
        {
            ["vmId"] = machine.Identity.VmId.ToString(),
            ["provisioningState"] = "Succeeded",
            ["osProfile"] = new JsonObject { ["computerName"] = machine.Identity.HostName },
            ["storageProfile"] = new JsonObject
            {
                ["osDisk"] = new JsonObject { ["osType"] = machine.Identity.IsWindows ? "Windows" : "Linux" },
            },
            ["extended"] = new JsonObject { ["instanceView"] = view },
        };
    }

    private JsonObject ArcProperties(IMachine machine)
    {
        ArcAgent agent = world.Azure.ArcAgent(machine);
        JsonObject properties = new()
        {
            ["status"] = world.Azure.State(machine),
            ["vmId"] = machine.Identity.VmId.ToString(),
            ["vmUuid"] = machine.Identity.VmId.ToString(),
            ["osProfile"] = new JsonObject { ["computerName"] = machine.Identity.HostName },
            ["agentVersion"] = agent.Version,
            ["agentConfiguration"] = MachineEndpoints.Configuration(agent),
        };
        string system = machine.Identity.IsWindows ? "windows" : "linux";
        if (!world.Azure.Hides(machine, HiddenProperty.OsType))
        {
            properties["osType"] = system;
        }

        if (!world.Azure.Hides(machine, HiddenProperty.OsName))
        {
            properties["osName"] = system;
        }

        return properties;
    }

    private static KqlRow Set(ScaleSet set)
        => Row(set.ResourceId, set.Name, ScaleSetType, (set.SubscriptionId, set.ResourceGroup, set.Location), column => column switch
        {
            "properties" => new JsonObject { ["orchestrationMode"] = "Uniform", ["provisioningState"] = "Succeeded" },
            "sku" => new JsonObject { ["capacity"] = set.Instances },
            _ => null,
        });

    private static KqlRow Instance(ScaleSet set, int instance) => Row(
        $"{set.ResourceId}/virtualMachines/{instance.ToString(CultureInfo.InvariantCulture)}",
        $"{set.Name}_{instance}",
        ScaleSetType + "/virtualmachines",
        (set.SubscriptionId, set.ResourceGroup, set.Location),
        column => column is "properties"
            ? new JsonObject
            {
                ["osProfile"] = new JsonObject { ["computerName"] = set.HostName(instance) },
                ["extended"] = new JsonObject
                {
                    ["instanceView"] = new JsonObject { ["powerState"] = new JsonObject { ["code"] = "PowerState/running" } },
                },
            }
            : null);

    private static KqlRow Row(
        string id,
        string name,
        string type,
        (string Subscription, string Group, string Location) place,
        Func<string, JsonNode?> more)
    {
        JsonNode? properties = null; // a query reads it property by property
        return new(column => column switch
        {
            "id" => id,
            "name" => name,
            "type" => type,
            "subscriptionId" => place.Subscription,
            "resourceGroup" => place.Group,
            "location" => place.Location,
            "properties" => properties ??= more(column),
            _ => more(column),
        });
    }
}
