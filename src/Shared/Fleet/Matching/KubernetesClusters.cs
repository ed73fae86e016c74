using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Agents on Kubernetes nodes. An operator rotates its agents by itself about 20 minutes after start, so a cluster is one target. Dynatrace
/// does not say which agents an operator manages: a node that commands reach is probed like any machine, and joins its cluster's target
/// when no agent is installed on it.
/// </summary>
internal sealed class KubernetesClusters(IReadOnlyList<ActiveGateInfo> activeGates)
{
    private readonly HashSet<string> _zones = [.. activeGates.Select(static activeGate => activeGate.NetworkZone)];
    private readonly HashSet<string> _activeGates = [.. activeGates.Select(static activeGate => activeGate.Id)];
    private readonly Dictionary<string, TargetRecord> _clusters = new(StringComparer.Ordinal);
    private readonly List<(string AgentId, string TargetId)> _accounts = [];

    /// <summary>One target for each cluster.</summary>
    public IEnumerable<TargetRecord> Targets
        => _clusters.Values.Select(static cluster => cluster with { Message = MessageOf(cluster.Agents) });

    /// <summary>The agents of the clusters, each with its target.</summary>
    public IEnumerable<(string AgentId, string TargetId)> Accounts => _accounts;

    /// <summary>Returns the cluster that an agent's host is a node of; null when it is not a node.</summary>
    public static string? NameOf(OneAgentInfo agent)
        => string.Equals(agent.MonitoringType, "STANDALONE", StringComparison.OrdinalIgnoreCase) ? null
            : agent.KubernetesCluster
                ?? (agent.KubernetesNode is not null || agent.PaasType?.ToUpperInvariant() is "KUBERNETES" or "OPENSHIFT"
                    ? "of unknown name"
                    : null);

    /// <summary>Adds the agent of a node that no command reaches; returns false for any other agent.</summary>
    public bool TryAdd(OneAgentInfo agent, MachineIndex machines)
    {
        if (NameOf(agent) is not { } name
            || machines.Find(agent.AzureResourceId) is not null
            || (agent.AzureResourceId is null && machines.Named(agent.HostName, agent.IpAddresses).Count > 0))
        {
            return false;
        }

        TargetRecord cluster = _clusters.TryGetValue(name, out TargetRecord? known) ? known with { Agents = known.Agents + 1 } : Line(name);
        _clusters[name] = cluster with { IsBehindGates = cluster.IsBehindGates || IsBehindGates(agent) };
        _accounts.Add((agent.EntityId, cluster.TargetId));
        return true;
    }

    /// <summary>Moves nodes whose probe found no installed agent into their cluster's target.</summary>
    public static IReadOnlyList<TargetRecord> Fold(IReadOnlyList<TargetRecord> targets)
    {
        TargetRecord[] operated =
        [
            .. targets.Where(
                static target =>
                    target
                        is
                        {
                            Component: Component.OneAgent,
                            Cluster: not null,
                            IsTouched: false,
                            State: TargetState.Failed,
                            Code: "not-installed"
                                or "no-service"
                                or "no-oneagentctl"
                        }),
        ];
        if (operated.Length == 0)
        {
            return targets;
        }

        Dictionary<string, TargetRecord> lines = targets.Where(
            static target => target is { State: TargetState.SelfRotating, Cluster: not null })
            .ToDictionary(static target => target.Cluster!);
        foreach (IGrouping<string, TargetRecord> nodes in operated.GroupBy(static node => node.Cluster!))
        {
            // A node's zone is not in its target; requiring that the operator is held back is the safe assumption.
            TargetRecord line = lines.TryGetValue(nodes.Key, out TargetRecord? known)
                ? known with { Agents = known.Agents + nodes.Count() }
                : Line(nodes.Key) with { Agents = nodes.Count() };
            lines[nodes.Key] = line with { IsBehindGates = true, Message = MessageOf(line.Agents) };
        }

        return [
            .. targets.Except(operated).Where(static target => target is not { State: TargetState.SelfRotating, Cluster: not null }),
            .. lines.Values,
        ];
    }

    private static TargetRecord Line(string name) => new TargetRecord
    {
        TargetId = TargetIdentity.IdOf(Component.OneAgent, $"kubernetes-cluster {name}"),
        Name = TargetIdentity.NameOf(Component.OneAgent, $"cluster {name}"),
        Component = Component.OneAgent,
        Cluster = name,
    }.MoveTo(TargetState.SelfRotating, TargetCause.Discovered, "kubernetes-operator", message: null);

    private static string MessageOf(int agents)
        => $"{agents} agents, which their Dynatrace Operator moves by itself about 20 minutes after start.";

    private bool IsBehindGates(OneAgentInfo agent)
        => _zones.Contains(agent.NetworkZone) || agent.CurrentActiveGateIds.Any(_activeGates.Contains);
}
