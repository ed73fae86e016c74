using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Brings together what Azure can reach and what Dynatrace knows: by the ARM id that an agent names, else by host name and address. An agent that fits no
/// machine, or several, is Uncovered by name; nothing is guessed. What the probes say afterwards wins (<see cref="HostIds"/>).
/// </summary>
public static class FleetMatcher
{
    /// <summary>Makes the targets of a fleet, not probed yet.</summary>
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
        List<AgentClaim> claims = [.. ours.Select(gate => AgentClaim.Of(gate, machines)), .. agents.Where(agent => !clusters.TryAdd(agent, machines)).Select(agent => AgentClaim.Of(agent, machines))];

        (List<TargetRecord> targets, List<Machine> candidates) = Settle(claims);
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
            Candidates(candidates, targets),
            accounts,
            [.. gates.Where(static gate => gate.IsOfCluster).Select(static gate => gate.Hostname).Order(StringComparer.Ordinal)])
        {
            Ghosts = ghosts,
            OfDeletedMachines = gone,
        };
    }

    /// <summary>Returns the target of each claim, and the machines on which a probe may find out what they carry.</summary>
    private static (List<TargetRecord> Targets, List<Machine> Candidates) Settle(List<AgentClaim> claims)
    {
        List<TargetRecord> targets = [.. claims.Where(static claim => claim.Machine is null).Select(static claim => claim.Target)];
        List<Machine> candidates = [.. claims.SelectMany(static claim => claim.Candidates)];
        foreach (IGrouping<(Component, string), AgentClaim> shared in claims
            .Where(static claim => claim.Machine is not null)
            .GroupBy(static claim => (claim.Target.Component, claim.Machine!.ResourceId)))
        {
            Settle([.. shared], targets, candidates);
        }

        return (targets, candidates);
    }

    /// <summary>Returns the candidates that can be probed and carry no known OneAgent.</summary>
    private static TargetRecord[] Candidates(List<Machine> candidates, List<TargetRecord> targets)
    {
        HashSet<string> taken =
        [
            .. targets.Where(static target => target is { Component: Component.OneAgent, Machine: not null })
                .Select(static target => target.Machine!.ResourceId),
        ];
        return
        [
            .. candidates.DistinctBy(static machine => machine.ResourceId)
                .Where(machine => !taken.Contains(machine.ResourceId))
                .Select(Candidate)
                .Where(static target => target.State is TargetState.Pending),
        ];
    }

    /// <summary>An agent that Azure cannot reach.</summary>
    public static TargetRecord Uncovered(Component component, string hostName, string agentId, string code, string whatToDo) => new TargetRecord
    {
        TargetId = TargetIdentity.IdOf(component, agentId),
        Name = TargetIdentity.NameOf(component, hostName),
        Component = component,
        AgentId = agentId,
    }.MoveTo(TargetState.Uncovered, TargetCause.Discovered, code, whatToDo);

    /// <summary>Makes the target for a component on a machine: Pending, unless something prevents commands.</summary>
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
            { Obstacle: { } obstacle } => target.MoveTo(TargetState.Uncovered, TargetCause.Discovered, obstacle.Code, obstacle.Message),
            { IsReachable: false } => target.MoveTo(TargetState.Unreachable, TargetCause.Discovered, UncoveredCodes.NotRunning, $"The machine is {machine.State}.") with
            {
                LastSeen = machine.StateSince,
            },
            _ => target,
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
            targets.Add(target.MoveTo(TargetState.Uncovered, TargetCause.Discovered, UncoveredCodes.Ambiguous, Remedy.SeveralAgents(ids)) with
            {
                TargetId = TargetIdentity.IdOf(target.Component, target.AgentId!),
                Machine = null,
            });
        }

        if (strongest.Length > 1 && claims[0].Target.Component is Component.OneAgent)
        {
            candidates.Add(claims[0].Machine!);
        }
    }

    private static TargetRecord Candidate(Machine machine) => Reach(Component.OneAgent, machine, agentId: null) with { Code = UncoveredCodes.Candidate };
}
