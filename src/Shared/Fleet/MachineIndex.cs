using TenantTokens.Dynatrace;

namespace TenantTokens.Fleet;

/// <summary>Finds the machines that an agent may be on: by ARM id, else by host name, and among several of a name by address.</summary>
internal sealed class MachineIndex
{
    private readonly Dictionary<string, Machine> _byId;
    private readonly ILookup<string, Machine> _byName;
    private readonly Dictionary<string, ScaleSetInstance> _instances;
    private readonly ILookup<string, ScaleSetInstance> _instanceNames;

    public MachineIndex(IReadOnlyList<Machine> machines, IReadOnlyList<ScaleSetInstance> instances)
    {
        _byId = machines.SelectMany(static machine => new[] { machine.ResourceId, machine.ArcTwin }.OfType<string>().Select(id => (Id: id, Machine: machine)))
            .DistinctBy(static pair => pair.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static pair => pair.Id, static pair => pair.Machine, StringComparer.OrdinalIgnoreCase);
        _byName = machines.ToLookup(static machine => ShortName(machine.ComputerName), StringComparer.OrdinalIgnoreCase);
        _instances = instances.DistinctBy(static instance => instance.ResourceId, StringComparer.OrdinalIgnoreCase).ToDictionary(static instance => instance.ResourceId, StringComparer.OrdinalIgnoreCase);
        _instanceNames = instances.ToLookup(static instance => ShortName(instance.ComputerName), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The machine of this ARM id; null when there is none.</summary>
    public Machine? Find(string? resourceId) => resourceId is null ? null : _byId.GetValueOrDefault(resourceId);

    /// <summary>The machines that an agent on this host may be on.</summary>
    public IReadOnlyList<Machine> Named(string hostName, IReadOnlyList<string> addresses)
    {
        Machine[] named = [.. _byName[ShortName(hostName)]];
        if (named.Length < 2)
        {
            return named;
        }

        // An address tells only when all of them are known: a machine without any might have the same one.
        Machine[] addressed = [.. named.Where(machine => machine.Addresses?.Split(',', StringSplitOptions.TrimEntries).Intersect(addresses, StringComparer.OrdinalIgnoreCase).Any() is true)];
        return addressed.Length == 1 && named.All(static machine => machine.Addresses is { Length: > 0 }) ? addressed : named;
    }

    /// <summary>The scale set whose instance the agent is on; null when it is on none.</summary>
    public string? ScaleSetOf(OneAgentInfo agent)
        => agent.AzureResourceId is { } id && _instances.TryGetValue(id, out ScaleSetInstance? instance) ? instance.ScaleSet
            : agent.ScaleSetName is { Length: > 0 } named && Find(agent.AzureResourceId) is null && Named(agent.HostName, agent.IpAddresses).Count == 0 ? named
            : ScaleSetOf(agent.HostName, agent.AzureResourceId);

    /// <summary>The same for a component that says nothing about Azure.</summary>
    public string? ScaleSetOf(string hostName, string? resourceId = null)
        => resourceId is null && _byName[ShortName(hostName)].Any() is false ? _instanceNames[ShortName(hostName)].FirstOrDefault()?.ScaleSet : null;

    private static string ShortName(string hostName)
    {
        int dot = hostName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? hostName[..dot] : hostName;
    }
}
