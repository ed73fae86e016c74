using System.Text.Json.Nodes;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>One item of the OneAgent list (facts/dynatrace.md §5.2).</summary>
internal sealed record AgentRecord(string Name, string HostId, NetworkZone Zone, string State, string DetailedState, ActiveGate? Gate, bool IsOperated)
{
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
        return new AgentRecord(agent.Machine.Name, agent.HostId, agent.AgentZone, state, detailed, agent.Link.Last?.Gate, IsOperated: false) { OsType = agent.Machine.IsWindows ? "WINDOWS" : "LINUX" };
    }

    public static AgentRecord Of(KubernetesAgent agent) => agent.Link.IsUp
        ? new AgentRecord(agent.Name, agent.HostId, agent.Zone!, "MONITORED", "MONITORED", agent.Link.Last?.Gate, IsOperated: true)
        : new AgentRecord(agent.Name, agent.HostId, agent.Zone!, "LOST", "UNMONITORED_AGENT_LOST", null, IsOperated: true);

    public static AgentRecord Of(SilentAgent agent)
        => new(agent.Name, agent.HostId, agent.Zone, "LOST", "LOST_CONNECTION", null, IsOperated: false);

    /// <summary>As the API spells it.</summary>
    public string OsType { get; init; } = "LINUX";

    public string EntityId => "HOST-" + HostId.ToUpperInvariant();

    public bool IsMonitored => State is "MONITORED";

    public JsonObject ToJson()
    {
        JsonObject host = new()
        {
            ["entityId"] = EntityId,
            ["displayName"] = Name,
            ["discoveredName"] = Name,
            ["ipAddresses"] = new JsonArray($"10.0.{Convert.ToByte(HostId[..2], 16)}.{Convert.ToByte(HostId[2..4], 16)}"),
            ["osType"] = OsType,
            ["osVersion"] = OsType is "WINDOWS" ? "Windows Server 2022" : "Ubuntu 24.04",
            ["agentVersion"] = new JsonObject { ["major"] = 1, ["minor"] = 299, ["revision"] = 43, ["timestamp"] = "20260815-123456", ["sourceRevision"] = "" },
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

        return new JsonObject
        {
            ["hostInfo"] = host,
            ["active"] = IsMonitored,
            ["availabilityState"] = State,
            ["detailedAvailabilityState"] = DetailedState,
            ["monitoringType"] = "FULL_STACK",
            ["currentActiveGateIds"] = IsMonitored && Gate is not null ? new JsonArray(Gate.Id) : [],
            ["currentNetworkZoneId"] = Zone.Name,
            ["configuredMonitoringEnabled"] = true,
            ["autoUpdateSetting"] = "DISABLED",
            ["updateStatus"] = "UP2DATE",
            ["unlicensed"] = false,
            ["faultyVersion"] = false,
            ["modules"] = new JsonArray(),
        };
    }
}
