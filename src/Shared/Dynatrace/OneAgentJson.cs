namespace TenantTokens.Dynatrace;

/// <summary>A OneAgent as it is transferred; every field may be missing.</summary>
internal sealed record OneAgentJson(
    OneAgentJson.Host? HostInfo,
    bool? Active,
    string? AvailabilityState,
    string? DetailedAvailabilityState,
    string? MonitoringType,
    IReadOnlyList<string>? CurrentActiveGateIds,
    string? CurrentNetworkZoneId)
{
    /// <summary>Converts it; null for a host without an agent that Dynatrace only lists as a candidate for monitoring.</summary>
    /// <exception cref="DynatraceApiException">It has no entity id.</exception>
    public OneAgentInfo? ToInfo()
    {
        Host host = HostInfo ?? throw new DynatraceApiException(200, "a OneAgent without hostInfo");
        if (host.IsMonitoringCandidate is true)
        {
            return null;
        }

        string id = host.EntityId ?? throw new DynatraceApiException(200, "a OneAgent without an entityId");
        return new OneAgentInfo(
            id,
            host.DisplayName ?? host.DiscoveredName ?? id,
            host.LocalHostName ?? host.DiscoveredName ?? host.DisplayName ?? id,
            host.IpAddresses ?? [],
            host.OsType,
            host.AgentVersion?.ToString(),
            CurrentNetworkZoneId is { Length: > 0 } current ? current
                : host.NetworkZoneId is { Length: > 0 } assigned ? assigned
                : "default",
            Active ?? false,
            AvailabilityState,
            DetailedAvailabilityState,
            MonitoringType,
            CurrentActiveGateIds ?? [],
            host.AzureResourceId,
            host.AzureVmName,
            host.AzureVmScaleSetName ?? host.ScaleSetName,
            host.PaasType,
            host.KubernetesCluster,
            host.KubernetesNode,
            host.LastSeenTimestamp is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
            host.FirstSeenTimestamp is { } first ? DateTimeOffset.FromUnixTimeMilliseconds(first) : null,
            host.NetworkZoneId is { Length: > 0 } home ? home : null);
    }

    internal sealed record Page(IReadOnlyList<OneAgentJson>? Hosts, string? NextPageKey);

    internal sealed record Host(
        string? EntityId,
        string? DisplayName,
        string? DiscoveredName,
        string? LocalHostName,
        IReadOnlyList<string>? IpAddresses,
        string? OsType,
        Version? AgentVersion,
        string? NetworkZoneId,
        bool? IsMonitoringCandidate,
        string? AzureResourceId,
        string? AzureVmName,
        string? AzureVmScaleSetName,
        string? ScaleSetName,
        string? PaasType,
        string? KubernetesCluster,
        string? KubernetesNode,
        long? LastSeenTimestamp,
        long? FirstSeenTimestamp);

    internal sealed record Version(int? Major, int? Minor, int? Revision, string? Timestamp)
    {
        public override string ToString()
            => $"{Major ?? 0}.{Minor ?? 0}.{Revision ?? 0}{(Timestamp is { Length: > 0 } timestamp ? "." + timestamp : string.Empty)}";
    }
}
