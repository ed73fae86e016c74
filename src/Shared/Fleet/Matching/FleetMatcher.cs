using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Matches what Azure can reach with what Dynatrace knows: by the ARM id that an agent names, else by host name and address. An agent that
/// matches no machine, or several, is Uncovered by name; nothing is guessed. The results of the probes take precedence later (<see
/// cref="HostIds"/>).
/// </summary>
public static class FleetMatcher
{
    /// <summary>Makes the targets of a fleet, not probed yet.</summary>
    public static FleetMatch Match(FleetReading fleet)
    {
        MachineIndex machines = new(fleet.Machines, fleet.Instances);
        ActiveGateInfo[] activeGates = [.. fleet.ActiveGates.DistinctBy(static activeGate => activeGate.Id)];
        ILookup<bool, OneAgentInfo> known = fleet.Agents.DistinctBy(static agent => agent.EntityId)
            .ToLookup(agent => DeletedMachineAgents.Contains(agent, fleet, machines));
        OneAgentInfo[] gone = [.. known[true]];
        Dictionary<string, string> ghosts = GhostsAmong(activeGates, known[false], machines);
        ActiveGateInfo[] ours = [.. activeGates.Where(activeGate => !activeGate.IsOfCluster && !ghosts.ContainsKey(activeGate.Id))];
        KubernetesClusters clusters = new(ours);
        List<AgentClaim> claims =
        [
            .. ours.Select(activeGate => AgentClaim.Of(activeGate, machines)),
            .. known[false].Where(agent => !ghosts.ContainsKey(agent.EntityId) && !clusters.TryAdd(agent, machines))
                .Select(agent => AgentClaim.Of(agent, machines)),
        ];

        (List<TargetRecord> targets, List<Machine> candidates) = Settle(claims);
        IEnumerable<TargetRecord> all = targets.Concat(clusters.Targets).Concat(gone is [] ? [] : [DeletedMachineAgents.Line(gone)]);
        return new(
            [
                .. all.OrderBy(static target => target.Name, StringComparer.Ordinal)
                    .ThenBy(static target => target.TargetId, StringComparer.Ordinal),
            ],
            Candidates(candidates, targets),
            Accounts(targets, clusters, gone, ghosts),
            [
                .. activeGates.Where(static activeGate => activeGate.IsOfCluster)
                    .Select(static activeGate => activeGate.Hostname)
                    .Order(StringComparer.Ordinal),
            ])
        {
            Ghosts = ghosts,
            OfDeletedMachines = gone,
        };
    }

    /// <summary>Finds the outdated entries among the agents of both kinds, each with the id of the agent that is online.</summary>
    private static Dictionary<string, string> GhostsAmong(
        ActiveGateInfo[] activeGates, IEnumerable<OneAgentInfo> agents, MachineIndex machines)
    {
        Dictionary<string, string> ghosts = new(Ghosts.Among(activeGates, machines), StringComparer.Ordinal);
        foreach ((string ghost, string itself) in Ghosts.Among(agents, machines))
        {
            ghosts[ghost] = itself;
        }

        return ghosts;
    }

    /// <summary>
    /// Returns the target of each agent, by the agent's id. An outdated entry belongs to the target of the agent that is online.
    /// </summary>
    private static Dictionary<string, string> Accounts(
        List<TargetRecord> targets, KubernetesClusters clusters, OneAgentInfo[] gone, Dictionary<string, string> ghosts)
    {
        Dictionary<string, string> accounts = clusters.Accounts
            .Concat(gone.Select(static agent => (AgentId: agent.EntityId, TargetId: DeletedMachineAgents.LineId)))
            .Concat(targets.Select(static target => (AgentId: target.AgentId!, target.TargetId)))
            .ToDictionary(static account => account.AgentId, static account => account.TargetId, StringComparer.Ordinal);
        foreach ((string ghost, string itself) in ghosts)
        {
            accounts[ghost] = accounts[itself];
        }

        return accounts;
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

    /// <summary>Makes the target for an agent that no command can reach.</summary>
    public static TargetRecord Uncovered(Component component, string hostName, string agentId, string code, string whatToDo)
        => new TargetRecord
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
            { IsReachable: false } => target.MoveTo(
                TargetState.Unreachable,
                TargetCause.Discovered,
                UncoveredCodes.NotRunning,
                $"The machine is {machine.State}.") with
            {
                LastSeen = machine.StateSince,
            },
            _ => target,
        };
    }

    /// <summary>
    /// Decides between several agents on one machine, of which all but one are outdated entries. An agent that names the machine takes
    /// precedence over agents that only have its name.
    /// </summary>
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
            TargetRecord target = claim.Target with
            {
                TargetId = TargetIdentity.IdOf(claim.Target.Component, claim.Target.AgentId!),
                Machine = null,
            };
            targets.Add(
                target.MoveTo(TargetState.Uncovered, TargetCause.Discovered, UncoveredCodes.Ambiguous, Remedy.SeveralAgents(ids)));
        }

        if (strongest.Length > 1 && claims[0].Target.Component is Component.OneAgent)
        {
            candidates.Add(claims[0].Machine!);
        }
    }

    private static TargetRecord Candidate(Machine machine)
        => Reach(Component.OneAgent, machine, agentId: null) with { Code = UncoveredCodes.Candidate };
}
