using System.Net;
using TenantTokens.Dynatrace;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>The data by which two entries of a list at Dynatrace are compared.</summary>
/// <param name="Id">The agent's id.</param>
/// <param name="HostName">The name of its host.</param>
/// <param name="Addresses">Its IP addresses.</param>
/// <param name="IsOnline">Whether Dynatrace sees it online.</param>
/// <param name="ResourceId">The ARM id that it detected; null when it detected none.</param>
internal sealed record DynatraceEntry(string Id, string HostName, IReadOnlyList<string> Addresses, bool IsOnline, string? ResourceId = null)
{
    public static DynatraceEntry From(ActiveGateInfo activeGate)
        => new(activeGate.Id, activeGate.Hostname, activeGate.NetworkAddresses, activeGate.IsOnline);

    public static DynatraceEntry From(OneAgentInfo agent)
        => new(agent.EntityId, agent.HostName, agent.IpAddresses, agent.IsOnline, agent.AzureResourceId);

    /// <summary>Whether another entry is for the same host: the same name and addresses, and no other machine named.</summary>
    public bool IsOfSameHost(DynatraceEntry other)
        => HostNames.AreSame(HostName, other.HostName)
            && string.Equals(ResourceId, other.ResourceId, StringComparison.OrdinalIgnoreCase)
            && IpAddresses(Addresses).SetEquals(IpAddresses(other.Addresses));

    // ActiveGates list host names among their addresses, once with the domain and once without.
    private static HashSet<string> IpAddresses(IReadOnlyList<string> addresses)
        => new(addresses.Where(static address => IPAddress.TryParse(address, out _)), StringComparer.OrdinalIgnoreCase);
}
