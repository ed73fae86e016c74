using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>An agent and the machines that it may be on.</summary>
/// <param name="Target">The target for it when no single machine matches.</param>
/// <param name="Machine">The only machine that matches; null when none or several do.</param>
/// <param name="Candidates">The machines to probe for it; empty when a probe cannot identify it.</param>
/// <param name="IsByArmId">Whether the agent itself named the machine.</param>
internal sealed record AgentClaim(TargetRecord Target, Machine? Machine, IReadOnlyList<Machine> Candidates, bool IsByArmId)
{
    /// <summary>Makes the claim of an ActiveGate on the machine that its host name and addresses match.</summary>
    public static AgentClaim Of(ActiveGateInfo activeGate, MachineIndex machines)
    {
        TargetRecord Uncover(string code, string whatToDo)
            => WithFacts(FleetMatcher.Uncovered(Component.ActiveGate, activeGate.Hostname, activeGate.Id, code, whatToDo), activeGate);
        if (activeGate.Containerized)
        {
            return new(Uncover(UncoveredCodes.Container, Remedy.ContainerGate), null, [], IsByArmId: false);
        }

        if (machines.ScaleSetOf(activeGate.Hostname) is { } scaleSet)
        {
            return new(Uncover(UncoveredCodes.ScaleSetInstance, Remedy.ScaleSet(scaleSet)), null, [], IsByArmId: false);
        }

        return machines.Named(activeGate.Hostname, activeGate.NetworkAddresses) switch
        {
            [] => new(Uncover(UncoveredCodes.UnknownMachine, Remedy.UnknownMachine), null, [], IsByArmId: false),
            [var machine]
                => new(
                    WithFacts(FleetMatcher.Reach(Component.ActiveGate, machine, activeGate.Id), activeGate),
                    machine,
                    [],
                    IsByArmId: false),

            // An ActiveGate's probe reports no id that Dynatrace knows, so a probe cannot identify it.
            var several => new(Uncover(UncoveredCodes.Ambiguous, Remedy.SeveralMachines(several)), null, [], IsByArmId: false),
        };
    }

    /// <summary>Makes the claim of a OneAgent on the machine that it names, or that its host name and addresses match.</summary>
    public static AgentClaim Of(OneAgentInfo agent, MachineIndex machines)
    {
        AgentClaim Uncover(string code, string whatToDo, IReadOnlyList<Machine>? candidates = null)
            => new(
                WithFacts(FleetMatcher.Uncovered(Component.OneAgent, agent.HostName, agent.EntityId, code, whatToDo), agent),
                null,
                candidates ?? [],
                IsByArmId: false);
        if (string.Equals(agent.MonitoringType, "STANDALONE", StringComparison.OrdinalIgnoreCase))
        {
            return Uncover(UncoveredCodes.ApplicationOnly, Remedy.ApplicationOnly(agent));
        }

        if (machines.Find(agent.AzureResourceId) is { } itself)
        {
            return new(WithFacts(FleetMatcher.Reach(Component.OneAgent, itself, agent.EntityId), agent), itself, [], IsByArmId: true);
        }

        if (machines.ScaleSetOf(agent) is { } scaleSet)
        {
            return Uncover(UncoveredCodes.ScaleSetInstance, Remedy.ScaleSet(scaleSet));
        }

        if (agent.AzureResourceId is { } elsewhere)
        {
            // a machine with the same name in the fleet is another one
            return Uncover(UncoveredCodes.UnknownMachine, Remedy.OtherHost(elsewhere));
        }

        return machines.Named(agent.HostName, agent.IpAddresses) switch
        {
            [] when agent.PaasType is not null => Uncover(UncoveredCodes.Container, Remedy.Platform(agent)),
            [] => Uncover(UncoveredCodes.UnknownMachine, Remedy.UnknownMachine),
            [var machine]
                => new(WithFacts(FleetMatcher.Reach(Component.OneAgent, machine, agent.EntityId), agent), machine, [], IsByArmId: false),
            var several => Uncover(UncoveredCodes.Ambiguous, Remedy.SeveralMachines(several), several),
        };
    }

    private static TargetRecord WithFacts(TargetRecord target, ActiveGateInfo activeGate) => target with
    {
        Pool = $"{activeGate.NetworkZone}|{activeGate.Group}",
        ConnectedHosts = activeGate.ConnectedHosts,
        LastSeen = activeGate.OfflineSince ?? target.LastSeen,
    };

    private static TargetRecord WithFacts(TargetRecord target, OneAgentInfo agent) => target with
    {
        Cluster = KubernetesClusters.NameOf(agent),
        LastSeen = agent.IsOnline ? null : agent.LastSeen ?? target.LastSeen,
    };
}
