using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// What a query finds. The world does not read KQL: a query over <c>computeresources</c> gets the instances of uniform scale sets, one that names
/// the type of scale sets gets those too, and every other one the machines. The columns are those of facts/azure.md §3.
/// </summary>
internal sealed class GraphRows(WorldState world)
{
    private const string ScaleSetType = "microsoft.compute/virtualmachinescalesets";

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<Func<JsonObject>> Find(string query, Func<string, bool> hasSubscription)
    {
        IReadOnlyList<ScaleSet> sets = [.. world.Azure.ScaleSets.All.Where(s => hasSubscription(s.SubscriptionId))];
        if (query.TrimStart().StartsWith("computeresources", StringComparison.OrdinalIgnoreCase))
        {
            return [.. sets.SelectMany(static s => Enumerable.Range(0, s.Instances).Select<int, Func<JsonObject>>(i => () => Instance(s, i)))];
        }

        IEnumerable<Func<JsonObject>> machines = world.Azure.All.Where(m => hasSubscription(m.Identity.SubscriptionId)).Select<IMachine, Func<JsonObject>>(m => () => Row(m));
        return query.Contains(ScaleSetType, StringComparison.OrdinalIgnoreCase)
            ? [.. machines, .. sets.Select<ScaleSet, Func<JsonObject>>(static s => () => Set(s))]
            : [.. machines];
    }

    private JsonObject Row(IMachine machine)
    {
        JsonObject row = Named(machine.Identity.ResourceId, machine.Identity.Name, machine.Identity.Kind, machine.Identity.SubscriptionId, machine.Identity.ResourceGroup, machine.Identity.Location);
        row["osType"] = machine.Identity.IsWindows ? "windows" : "linux";
        row["state"] = ResourceGraphEndpoint.State(machine);
        row["computerName"] = machine.Identity.HostName;
        row["vmId"] = machine.Identity.VmId.ToString();
        row["uuid"] = machine.Identity.VmId.ToString();
        row["ipAddresses"] = new JsonArray(machine.Identity.Address);
        row["agent"] = "";
        row["tags"] = new JsonObject([.. world.Azure.Tags(machine).Select(static t => new KeyValuePair<string, JsonNode?>(t.Key, t.Value))]);
        if (machine.Identity.IsArc)
        {
            ArcAgent agent = world.Azure.ArcAgent(machine);
            row["agent"] = agent.Version;
            row["arcMode"] = agent.ConfigMode;
            row["arcExtensions"] = agent.ExtensionsEnabled ? "true" : "false";
            row["arcAllowList"] = JsonSerializer.Serialize(agent.AllowList);
            row["arcBlockList"] = JsonSerializer.Serialize(agent.BlockList);
        }

        return row;
    }

    private static JsonObject Set(ScaleSet set)
    {
        JsonObject row = Named(set.ResourceId, set.Name, "vmss", set.SubscriptionId, set.ResourceGroup, set.Location);
        row["orchestrationMode"] = "Uniform";
        row["capacity"] = set.Instances;
        return row;
    }

    private static JsonObject Instance(ScaleSet set, int instance)
    {
        JsonObject row = Named($"{set.ResourceId}/virtualMachines/{instance.ToString(CultureInfo.InvariantCulture)}", $"{set.Name}_{instance}", "vmss", set.SubscriptionId, set.ResourceGroup, set.Location);
        row["state"] = "PowerState/running";
        row["computerName"] = set.HostName(instance);
        return row;
    }

    private static JsonObject Named(string id, string name, string kind, string subscription, string group, string location) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["kind"] = kind,
        ["subscriptionId"] = subscription,
        ["resourceGroup"] = group,
        ["location"] = location,
        ["osType"] = "linux",
    };
}
