namespace TenantTokens.Dynatrace;

/// <summary>A host with a OneAgent as Dynatrace reports it. None of its states means "bad token" (docs/facts/dynatrace.md §5.2).</summary>
/// <param name="EntityId">The host's entity id, for example <c>HOST-0123456789ABCDEF</c>.</param>
/// <param name="DisplayName">The name that Dynatrace shows; users can change it.</param>
/// <param name="HostName">
/// The host's own name, as far as Dynatrace has it: the local one, else the discovered one, else the display name.
/// </param>
/// <param name="IpAddresses">Its IP addresses.</param>
/// <param name="OsType">AIX, DARWIN, HPUX, LINUX, SOLARIS, WINDOWS or ZOS.</param>
/// <param name="Version">major.minor.revision.timestamp; null when not known.</param>
/// <param name="NetworkZone">The zone it uses now, else the one it is assigned to; "default" when Dynatrace names none.</param>
/// <param name="Active">Whether the agent is active.</param>
/// <param name="AvailabilityState">For example MONITORED.</param>
/// <param name="DetailedAvailabilityState">For example UNMONITORED_AGENT_RESTART_TRIGGERED.</param>
/// <param name="MonitoringType">CLOUD_INFRASTRUCTURE, DISCOVERY, FULL_STACK or STANDALONE.</param>
/// <param name="CurrentActiveGateIds">The ActiveGates it is connected to now; empty when it talks to Dynatrace directly.</param>
/// <param name="AzureResourceId">The ARM id, when the agent detected Azure; else null.</param>
/// <param name="AzureVmName">The VM's name, when the agent detected Azure; else null.</param>
/// <param name="ScaleSetName">The VM scale set, when it is an instance of one.</param>
/// <param name="PaasType">Not null in a container or on a platform: KUBERNETES, OPENSHIFT, AZURE_WEBSITES...</param>
/// <param name="KubernetesCluster">The cluster that the host is a node of.</param>
/// <param name="KubernetesNode">The node's name.</param>
/// <param name="LastSeen">When the host was last detected.</param>
/// <param name="FirstSeen">When the host was first detected; null when Dynatrace does not say.</param>
/// <param name="AssignedNetworkZone">The zone it is assigned to, even while it uses a fallback; null when Dynatrace names none.</param>
public sealed record OneAgentInfo(
    string EntityId,
    string DisplayName,
    string HostName,
    IReadOnlyList<string> IpAddresses,
    string? OsType,
    string? Version,
    string NetworkZone,
    bool Active,
    string? AvailabilityState,
    string? DetailedAvailabilityState,
    string? MonitoringType,
    IReadOnlyList<string> CurrentActiveGateIds,
    string? AzureResourceId = null,
    string? AzureVmName = null,
    string? ScaleSetName = null,
    string? PaasType = null,
    string? KubernetesCluster = null,
    string? KubernetesNode = null,
    DateTimeOffset? LastSeen = null,
    DateTimeOffset? FirstSeen = null,
    string? AssignedNetworkZone = null)
{
    /// <summary>True while Dynatrace receives data from it.</summary>
    public bool IsOnline => Active && string.Equals(AvailabilityState, "MONITORED", StringComparison.OrdinalIgnoreCase);

    /// <summary>True on a Kubernetes node or platform, where an operator may rotate the token by itself. A hint only.</summary>
    public bool MayBeSelfRotating => PaasType is not null || KubernetesCluster is not null || KubernetesNode is not null;
}
