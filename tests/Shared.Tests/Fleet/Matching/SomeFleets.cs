using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>Fleets of every kind, small enough that names, ids and clusters collide all the time.</summary>
internal static class SomeFleets
{
    private static readonly string[] _names = ["a", "b", "c", "d", "e"];

    private static readonly Gen<Machine> _machines =
        from name in OneOf(_names)
        from place in OneOf("g1", "g2")
        from isArc in Gen.Bool
        from isOff in OneOf(false, false, false, true)
        let machine = isArc ? Some.Arc(name, place) : InGroup(name, place)
        select isOff ? machine with { State = "off" } : machine;

    private static readonly Gen<ActiveGateInfo> _gates =
        from host in OneOf(_names)
        from id in Gen.Int[1, 6]
        from type in OneOf("ENVIRONMENT", "CLUSTER")
        from isContainer in Gen.Bool
        from isOnline in Gen.Bool
        select Some.ActiveGate(host, $"0x{id}") with
        {
            Type = type,
            Containerized = isContainer,
            OfflineSince = isOnline ? null : Some.Now,
        };

    private static readonly Gen<OneAgentInfo> _agents =
        from host in OneOf(_names)
        from id in Gen.Int[1, 12]
        from kind in OneOf("FULL_STACK", "FULL_STACK", "FULL_STACK", "STANDALONE")
        from cluster in OneOf<string?>(null, null, null, "aks", "ocp")
        from platform in OneOf<string?>(null, null, "AZURE_WEBSITES")
        from resource in OneOf<string?>(null, null, InGroup("a", "g1").ResourceId, "/nowhere")
        from isHeard in Gen.Bool
        select Some.OneAgent(host, $"HOST-{id:X16}") with
        {
            MonitoringType = kind,
            KubernetesCluster = cluster,
            PaasType = platform,
            AzureResourceId = resource,
            Active = isHeard,
            LastSeen = Some.Now,
        };

    /// <summary>What Azure and Dynatrace could say; each machine, gate and agent once.</summary>
    public static Gen<FleetReading> Readings { get; } =
        from machines in _machines.Array[0, 10]
        from gates in _gates.Array[0, 6]
        from agents in _agents.Array[0, 12]
        from isDeleted in Gen.Bool
        from instances in OneOf(_names).Select(static name => new ScaleSetInstance($"/scaleset/{name}", "pool", name)).Array[0, 2]
        select new FleetReading(
            MachineTwins.Join(machines),
            instances,
            [.. gates.DistinctBy(static gate => gate.Id)],
            [.. agents.DistinctBy(static agent => agent.EntityId)])
        {
            Deleted = isDeleted ? new HashSet<string> { "/nowhere" } : [],
        };

    private static Machine InGroup(string name, string resourceGroup) => Some.Machine(name, group: resourceGroup);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
