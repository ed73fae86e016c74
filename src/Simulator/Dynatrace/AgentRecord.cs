using System.Globalization;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>An entry of the OneAgent list (docs/facts/dynatrace.md §5.2).</summary>
internal sealed record AgentRecord(string Name, string HostId, NetworkZone Zone, string State, string DetailedState, ActiveGate? Gate)
{
    /// <summary>Of an agent that has no machine of the fleet: its link alone says how it is.</summary>
    private AgentRecord(string name, string hostId, NetworkZone zone, AgentLink link, ActiveGate? gate)
        : this(
            name,
            hostId,
            zone,
            link.IsUp ? "MONITORED" : "LOST",
            link.IsUp ? "MONITORED" : "UNMONITORED_AGENT_LOST",
            gate)
        => LastSeen = link.LastSeenAt;

    public string MonitoringType { get; private init; } = "FULL_STACK";

    public string Version { get; private init; } = OneAgent.FirstVersion;

    /// <summary>Whether it is a node of a Kubernetes cluster.</summary>
    public bool IsOperated { get; private init; }

    /// <summary>The IP address; derived from the host id when null.</summary>
    public string? Address { get; private init; }

    /// <summary>The resource id that an agent on an Azure VM detects; null elsewhere, also on Arc machines.</summary>
    public string? ResourceId { get; private init; }

    public ScaleSet? ScaleSet { get; private init; }

    public DateTimeOffset? LastSeen { get; private init; }

    public static AgentRecord Of(OneAgent agent, bool machineIsOn)
    {
        (string state, string detailed) = agent switch
        {
            _ when !machineIsOn => ("SHUTDOWN", "SHUTDOWN_GRACEFUL"),
            { IsConnected: true } => ("MONITORED", "MONITORED"),
            { Unit.State: "deactivating" or "activating" } => ("UNMONITORED", "UNMONITORED_AGENT_RESTART_TRIGGERED"),
            { Unit.IsActive: true, Link.Last: null } => ("PRE_MONITORED", "PRE_MONITORED"),
            { Unit.IsActive: true } => ("LOST", "UNMONITORED_AGENT_LOST"),
            _ => ("UNMONITORED", "UNMONITORED_AGENT_STOPPED"),
        };
        return new AgentRecord(agent.Machine.HostName, agent.HostId, agent.AgentZone, state, detailed, agent.Link.Last?.Gate)
        {
            Version = agent.Version,
            OsType = agent.Machine.IsWindows ? "WINDOWS" : "LINUX",
            Address = agent.Machine.Address,
            ResourceId = agent.Machine.FoundResourceId,
            LastSeen = agent.Link.LastSeenAt,
        };
    }

    public static AgentRecord Of(KubernetesAgent agent)
        => new(agent.Name, agent.HostId, agent.Zone!, agent.Link, agent.Link.IsUp ? agent.Link.Last?.Gate : null) { IsOperated = true };

    public static AgentRecord Of(DetachedAgent agent)
        => new(agent.Name, agent.HostId, agent.Zone!, agent.Link, agent.Link.Last?.Gate)
        {
            MonitoringType = agent.MonitoringType,
            ScaleSet = agent.ScaleSet,
            ResourceId = agent.ScaleSet is { } set ? $"{set.ResourceId}/virtualMachines/{agent.Instance}" : null,
        };

    public static AgentRecord Of(SilentAgent agent)
        => new(agent.Name, agent.HostId, agent.Zone, agent.State, agent.DetailedState, null)
        {
            Address = agent.Address,
            ResourceId = agent.ResourceId,
            LastSeen = agent.LastSeen,
        };

    /// <summary>The operating system as the API spells it.</summary>
    public string OsType { get; init; } = "LINUX";

    public string EntityId => "HOST-" + HostId.ToUpperInvariant();

    public bool IsMonitored => State is "MONITORED";

    public JsonObject ToJson() => new()
    {
        ["hostInfo"] = HostInfo(),
        ["active"] = IsMonitored,
        ["availabilityState"] = State,
        ["detailedAvailabilityState"] = DetailedState,
        ["monitoringType"] = MonitoringType,
        ["currentActiveGateIds"] = IsMonitored && Gate is not null ? new JsonArray(Gate.Id) : [],
        ["currentNetworkZoneId"] = Zone.Name,
        ["configuredMonitoringEnabled"] = true,
        ["autoUpdateSetting"] = "DISABLED",
        ["updateStatus"] = "UP2DATE",
        ["unlicensed"] = false,
        ["faultyVersion"] = false,
        ["modules"] = new JsonArray(),
    };

    private JsonObject HostInfo()
    {
        JsonObject host = new()
        {
            ["entityId"] = EntityId,
            ["displayName"] = Name,
            ["discoveredName"] = Name,
            ["localHostName"] = Name,
            ["ipAddresses"] = new JsonArray(Address ?? $"10.0.{Convert.ToByte(HostId[..2], 16)}.{Convert.ToByte(HostId[2..4], 16)}"),
            ["osType"] = OsType,
            ["osVersion"] = OsType is "WINDOWS" ? "Windows Server 2022" : "Ubuntu 24.04",
            ["agentVersion"] = AgentVersion(),
            ["networkZoneId"] = Zone.Name,
            ["hostGroup"] = new JsonObject { ["meId"] = "HOST_GROUP-0000000000000001", ["name"] = "default" },
            ["tags"] = new JsonArray(),
            ["isMonitoringCandidate"] = false,
        };
        if (IsOperated)
        {
            host["kubernetesCluster"] = "KUBERNETES_CLUSTER-0000000000000001";
            host["kubernetesNode"] = $"KUBERNETES_NODE-{HostId.ToUpperInvariant()}";
        }

        AddAzure(host);
        if (LastSeen is { } seen)
        {
            host["lastSeenTimestamp"] = seen.ToUnixTimeMilliseconds();
        }

        return host;
    }

    private void AddAzure(JsonObject host)
    {
        if (ResourceId is not null)
        {
            host["azureResourceId"] = ResourceId;
            host["azureVmName"] = ResourceId[(ResourceId.LastIndexOf('/') + 1)..];
        }

        if (ScaleSet is not null)
        {
            host["azureVmScaleSetName"] = ScaleSet.Name;
        }
    }

    private JsonObject AgentVersion()
    {
        string[] version = Version.Split('.');
        return new()
        {
            ["major"] = Number(version[0]),
            ["minor"] = Number(version[1]),
            ["revision"] = Number(version[2]),
            ["timestamp"] = version[3],
            ["sourceRevision"] = "",
        };
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
