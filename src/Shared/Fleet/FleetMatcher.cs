using TenantTokens.Dynatrace;
using TenantTokens.Rotations;

namespace TenantTokens.Fleet;

/// <summary>
/// Brings together what Azure can reach and what Dynatrace knows: by the ARM id that an agent names, else by host name and address. An agent that fits no
/// machine, or several, is Uncovered by name; nothing is guessed. What the probes say afterwards wins (<see cref="HostIds"/>).
/// </summary>
public static class FleetMatcher
{
    /// <summary>The targets of a fleet, not probed yet.</summary>
    public static FleetMatch Match(FleetReading fleet)
    {
        MachineIndex machines = new(fleet.Machines, fleet.Instances);
        ActiveGateInfo[] gates = [.. fleet.Gates.DistinctBy(static gate => gate.Id)];
        Dictionary<string, string> ghosts = new(Ghosts.Among(gates, machines), StringComparer.Ordinal);
        ActiveGateInfo[] ours = [.. gates.Where(gate => !gate.IsOfCluster && !ghosts.ContainsKey(gate.Id))];
        ILookup<bool, OneAgentInfo> known = fleet.Agents.DistinctBy(static agent => agent.EntityId).ToLookup(agent => DeletedMachineAgents.Contains(agent, fleet, machines));
        foreach ((string ghost, string itself) in Ghosts.Among(known[false], machines))
        {
            ghosts[ghost] = itself;
        }

        (OneAgentInfo[] agents, OneAgentInfo[] gone) = ([.. known[false].Where(agent => !ghosts.ContainsKey(agent.EntityId))], [.. known[true]]);
        KubernetesClusters clusters = new(ours);
        List<AgentClaim> claims = [.. ours.Select(gate => Claim(gate, machines)), .. agents.Where(agent => !clusters.TryAdd(agent, machines)).Select(agent => Claim(agent, machines))];

        List<TargetRecord> targets = [.. claims.Where(static claim => claim.Machine is null).Select(static claim => claim.Target)];
        List<Machine> candidates = [.. claims.SelectMany(static claim => claim.Candidates)];
        foreach (IGrouping<(Component, string), AgentClaim> shared in claims.Where(static claim => claim.Machine is not null).GroupBy(static claim => (claim.Target.Component, claim.Machine!.ResourceId)))
        {
            Settle([.. shared], targets, candidates);
        }

        HashSet<string> taken = [.. targets.Where(static target => target is { Component: Component.OneAgent, Machine: not null }).Select(static target => target.Machine!.ResourceId)];
        TargetRecord[] lines = [.. clusters.Targets, .. gone is [] ? [] : new[] { DeletedMachineAgents.Line(gone) }];
        Dictionary<string, string> accounts = clusters.Accounts
            .Concat(gone.Select(agent => (AgentId: agent.EntityId, lines[^1].TargetId)))
            .Concat(targets.Select(static target => (AgentId: target.AgentId!, target.TargetId)))
            .ToDictionary(static account => account.AgentId, static account => account.TargetId, StringComparer.Ordinal);
        foreach ((string ghost, string itself) in ghosts)
        {
            accounts[ghost] = accounts[itself];
        }

        return new(
            [.. targets.Concat(lines).OrderBy(static target => target.Name, StringComparer.Ordinal).ThenBy(static target => target.TargetId, StringComparer.Ordinal)],
            [.. candidates.DistinctBy(static machine => machine.ResourceId).Where(machine => !taken.Contains(machine.ResourceId)).Select(Candidate).Where(static target => target.State is TargetState.Pending)],
            accounts,
            [.. gates.Where(static gate => gate.IsOfCluster).Select(static gate => gate.Hostname).Order(StringComparer.Ordinal)])
        {
            Ghosts = ghosts,
            OfDeletedMachines = gone,
        };
    }

    /// <summary>An agent that Azure cannot reach.</summary>
    public static TargetRecord Uncovered(Component component, string hostName, string agentId, string code, string whatToDo) => new()
    {
        TargetId = TargetIdentity.IdOf(component, agentId),
        Name = TargetIdentity.NameOf(component, hostName),
        Component = component,
        AgentId = agentId,
        State = TargetState.Uncovered,
        Code = code,
        Message = whatToDo,
    };

    /// <summary>A component on a machine: to rotate, unless something stands in the way.</summary>
    internal static TargetRecord Reach(Component component, Machine machine, string? agentId)
    {
        TargetRecord target = new()
        {
            TargetId = TargetIdentity.IdOf(component, machine.Identity),
            Name = TargetIdentity.NameOf(component, machine.Name),
            Component = component,
            Machine = machine,
            AgentId = agentId,
        };
        return machine switch
        {
            { Obstacle: { } obstacle } => target with { State = TargetState.Uncovered, Code = obstacle.Code, Message = obstacle.Message },
            { IsReachable: false } => target with { State = TargetState.Unreachable, Code = UncoveredCodes.NotRunning, Message = $"The machine is {machine.State}.", LastSeen = machine.StateSince },
            _ => target,
        };
    }


    private static AgentClaim Claim(ActiveGateInfo gate, MachineIndex machines)
    {
        TargetRecord Uncover(string code, string whatToDo) => WithFacts(Uncovered(Component.ActiveGate, gate.Hostname, gate.Id, code, whatToDo), gate);
        if (gate.Containerized)
        {
            return new(Uncover(UncoveredCodes.Container, Remedy.ContainerGate), null, [], IsByArmId: false);
        }

        if (machines.ScaleSetOf(gate.Hostname) is { } scaleSet)
        {
            return new(Uncover(UncoveredCodes.ScaleSetInstance, Remedy.ScaleSet(scaleSet)), null, [], IsByArmId: false);
        }

        return machines.Named(gate.Hostname, gate.NetworkAddresses) switch
        {
            [] => new(Uncover(UncoveredCodes.UnknownMachine, Remedy.UnknownMachine), null, [], IsByArmId: false),
            [var machine] => new(WithFacts(Reach(Component.ActiveGate, machine, gate.Id), gate), machine, [], IsByArmId: false),

            // An ActiveGate's probe reports no id that Dynatrace knows, so probing cannot tell which it is.
            var several => new(Uncover(UncoveredCodes.Ambiguous, Remedy.SeveralMachines(several)), null, [], IsByArmId: false),
        };
    }

    private static AgentClaim Claim(OneAgentInfo agent, MachineIndex machines)
    {
        AgentClaim Uncover(string code, string whatToDo, IReadOnlyList<Machine>? candidates = null)
            => new(WithFacts(Uncovered(Component.OneAgent, agent.HostName, agent.EntityId, code, whatToDo), agent), null, candidates ?? [], IsByArmId: false);
        if (string.Equals(agent.MonitoringType, "STANDALONE", StringComparison.OrdinalIgnoreCase))
        {
            return Uncover(UncoveredCodes.ApplicationOnly, Remedy.ApplicationOnly(agent));
        }

        if (machines.Find(agent.AzureResourceId) is { } itself)
        {
            return new(WithFacts(Reach(Component.OneAgent, itself, agent.EntityId), agent), itself, [], IsByArmId: true);
        }

        if (machines.ScaleSetOf(agent) is { } scaleSet)
        {
            return Uncover(UncoveredCodes.ScaleSetInstance, Remedy.ScaleSet(scaleSet));
        }

        if (agent.AzureResourceId is { } elsewhere)
        {
            return Uncover(UncoveredCodes.UnknownMachine, Remedy.OtherHost(elsewhere)); // a machine of the same name in the fleet is another one
        }

        return machines.Named(agent.HostName, agent.IpAddresses) switch
        {
            [] when agent.PaasType is not null => Uncover(UncoveredCodes.Container, Remedy.Platform(agent)),
            [] => Uncover(UncoveredCodes.UnknownMachine, Remedy.UnknownMachine),
            [var machine] => new(WithFacts(Reach(Component.OneAgent, machine, agent.EntityId), agent), machine, [], IsByArmId: false),
            var several => Uncover(UncoveredCodes.Ambiguous, Remedy.SeveralMachines(several), several),
        };
    }

    /// <summary>Several agents on one machine: one of them is a ghost. An agent that names the machine itself comes before those that only have its name.</summary>
    private static void Settle(AgentClaim[] claims, List<TargetRecord> targets, List<Machine> candidates)
    {
        AgentClaim[] strongest = claims.Any(static claim => claim.IsByArmId) ? [.. claims.Where(static claim => claim.IsByArmId)] : claims;
        if (strongest is [var only])
        {
            targets.Add(only.Target);
        }

        string[] ids = [.. claims.Select(static claim => claim.Target.AgentId!)];
        foreach (AgentClaim claim in claims.Where(claim => strongest.Length > 1 || claim != strongest[0]))
        {
            TargetRecord target = claim.Target;
            targets.Add(target with
            {
                TargetId = TargetIdentity.IdOf(target.Component, target.AgentId!),
                Machine = null,
                State = TargetState.Uncovered,
                Code = UncoveredCodes.Ambiguous,
                Message = Remedy.SeveralAgents(ids),
            });
        }

        if (strongest.Length > 1 && claims[0].Target.Component is Component.OneAgent)
        {
            candidates.Add(claims[0].Machine!);
        }
    }

    private static TargetRecord Candidate(Machine machine) => Reach(Component.OneAgent, machine, agentId: null) with { Code = UncoveredCodes.Candidate };

    private static TargetRecord WithFacts(TargetRecord target, ActiveGateInfo gate) => target with
    {
        Pool = $"{gate.NetworkZone}|{gate.Group}",
        ConnectedHosts = gate.ConnectedHosts,
        LastSeen = gate.OfflineSince ?? target.LastSeen,
    };

    private static TargetRecord WithFacts(TargetRecord target, OneAgentInfo agent) => target with
    {
        Cluster = KubernetesClusters.NameOf(agent),
        LastSeen = agent.IsOnline ? null : agent.LastSeen ?? target.LastSeen,
    };
}
