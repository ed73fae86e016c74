using TenantTokens.Dynatrace;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Finds the machines that an agent may be on: by ARM id, else by host name, and among several with the same name by address.
/// </summary>
internal sealed class MachineIndex
{
    private readonly Dictionary<string, Machine> _byId;
    private readonly ILookup<string, Machine> _byName;
    private readonly ILookup<string, Machine> _byVmId;
    private readonly Dictionary<string, ScaleSetInstance> _instances;
    private readonly ILookup<string, ScaleSetInstance> _instanceNames;

    public MachineIndex(IReadOnlyList<Machine> machines, IReadOnlyList<ScaleSetInstance> instances)
    {
        _byId = machines.SelectMany(
            static machine => new[] { machine.ResourceId, machine.ArcTwin }.OfType<string>().Select(id => (Id: id, Machine: machine)))
            .DistinctBy(static pair => pair.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static pair => pair.Id, static pair => pair.Machine, StringComparer.OrdinalIgnoreCase);
        _byName = machines.ToLookup(static machine => HostNames.Short(machine.ComputerName), StringComparer.OrdinalIgnoreCase);
        _byVmId = machines.Where(static machine => machine.VmId is { Length: > 0 })
            .ToLookup(static machine => machine.VmId!, StringComparer.OrdinalIgnoreCase);
        _instances = instances.DistinctBy(static instance => instance.ResourceId, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static instance => instance.ResourceId, StringComparer.OrdinalIgnoreCase);
        _instanceNames = instances.ToLookup(static instance => HostNames.Short(instance.ComputerName), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Returns the machine with this ARM id; null when there is none.</summary>
    public Machine? Find(string? resourceId) => resourceId is null ? null : _byId.GetValueOrDefault(resourceId);

    /// <summary>
    /// Returns the present record of a machine that was known earlier; null when it is gone, even if another one has its ARM id.
    /// </summary>
    public Machine? Current(Machine known)
        => known.VmId is { Length: > 0 } id && _byVmId[id].FirstOrDefault() is { } itself ? itself
            : Find(known.ResourceId) is { } named && MayBeSame(known, named) ? named
            : null;

    /// <summary>Returns the machine with a stored ARM id and, where Azure knew one, unique id; null when it is gone.</summary>
    public Machine? Known(string? resourceId, string? vmId)
        => vmId is { Length: > 0 } && _byVmId[vmId].FirstOrDefault() is { } itself ? itself
            : Find(resourceId) is { } named
                && (vmId is not { Length: > 0 }
                    || named is not { VmId.Length: > 0 }
                    || string.Equals(named.VmId, vmId, StringComparison.OrdinalIgnoreCase))
                ? named
                : null;

    /// <summary>Whether two readings of an ARM id can be the same machine; a different unique id means that it was re-created.</summary>
    public static bool MayBeSame(Machine one, Machine other)
        => one is not { VmId.Length: > 0 }
            || other is not { VmId.Length: > 0 }
            || one.Kind != other.Kind
            || string.Equals(one.VmId, other.VmId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the machines that an agent on this host may be on.</summary>
    public IReadOnlyList<Machine> Named(string hostName, IReadOnlyList<string> addresses)
    {
        Machine[] named = [.. _byName[HostNames.Short(hostName)]];
        if (named.Length < 2)
        {
            return named;
        }

        // An address decides only when all addresses are known: a machine without any might have the same one.
        Machine[] addressed =
        [
            .. named.Where(machine => machine.Addresses?.Split(',', StringSplitOptions.TrimEntries)
                .Intersect(addresses, StringComparer.OrdinalIgnoreCase)
                .Any() is true),
        ];
        return addressed.Length == 1 && named.All(static machine => machine.Addresses is { Length: > 0 }) ? addressed : named;
    }

    /// <summary>Returns how many machines an entry at Dynatrace may be on.</summary>
    public int CountFor(DynatraceEntry entry) => Find(entry.ResourceId) is null ? Named(entry.HostName, entry.Addresses).Count : 1;

    /// <summary>Returns the name of the scale set whose instance the agent is on; null when it is not on one.</summary>
    public string? ScaleSetOf(OneAgentInfo agent)
        => agent.AzureResourceId is { } id && _instances.TryGetValue(id, out ScaleSetInstance? instance) ? instance.ScaleSet
            : agent.ScaleSetName is { Length: > 0 } named
                && Find(agent.AzureResourceId) is null
                && Named(agent.HostName, agent.IpAddresses).Count == 0
                ? named
                : ScaleSetOf(agent.HostName, agent.AzureResourceId);

    /// <summary>The same for a component that reports nothing about Azure.</summary>
    public string? ScaleSetOf(string hostName, string? resourceId = null)
        => resourceId is null && _byName[HostNames.Short(hostName)].Any() is false
            ? _instanceNames[HostNames.Short(hostName)].FirstOrDefault()?.ScaleSet
            : null;
}
