using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>Restores OneAgents that an earlier plan knew and Dynatrace no longer lists, so that none is forgotten silently.</summary>
/// <param name="Targets">One target for each agent that is not known to be gone.</param>
/// <param name="Forgotten">
/// The ids of those that are gone for good: retired by a person, on a machine that Azure has deleted, or replaced on their machine.
/// </param>
/// <param name="Findings">The findings that say which were forgotten and why.</param>
public sealed record RememberedAgents(
    IReadOnlyList<TargetRecord> Targets,
    IReadOnlyList<string> Forgotten,
    IReadOnlyList<PlanFinding> Findings)
{
    /// <summary>Compares the agents of earlier plans with the present fleet.</summary>
    /// <param name="known">The agents of earlier plans.</param>
    /// <param name="fleet">The present readings of Azure and Dynatrace.</param>
    /// <param name="match">The match of both.</param>
    /// <param name="retired">The retirements by id.</param>
    public static RememberedAgents From(
        IReadOnlyList<KnownAgent> known, FleetReading fleet, FleetMatch match, IReadOnlyDictionary<string, Retirement> retired)
    {
        HashSet<string> gone = [.. match.OfDeletedMachines.Select(static agent => agent.EntityId)];
        MachineIndex machines = new(fleet.Machines, fleet.Instances);
        HashSet<string> occupied = Occupied(match);
        List<TargetRecord> targets = [];
        List<string> forgotten = [.. known.Select(static agent => agent.AgentId).Where(gone.Contains)]; // one target stands for them
        List<PlanFinding> findings = [];
        int deleted = 0;
        foreach (KnownAgent agent in NotListed(known, fleet))
        {
            Machine? machine = machines.Known(agent.MachineId, agent.VmId);
            if (WhyForgotten(agent, machine, retired, occupied) is { } why)
            {
                forgotten.Add(agent.AgentId);
                findings.Add(why);
            }
            else if (machine is null && agent.MachineId is { } id && fleet.Deleted.Contains(id))
            {
                forgotten.Add(agent.AgentId);
                deleted++;
            }
            else
            {
                targets.Add(Remember(agent, machine));
            }
        }

        findings.AddRange(deleted == 0 ? [] : [OfDeletedMachines(deleted)]);
        return new(targets, forgotten, findings);
    }

    /// <summary>
    /// Returns the finding about an agent that was retired or replaced; null for any other. An agent that stays occupies its machine.
    /// </summary>
    private static PlanFinding? WhyForgotten(
        KnownAgent agent, Machine? machine, IReadOnlyDictionary<string, Retirement> retired, HashSet<string> occupied)
    {
        PlanFinding Note(string code, string why)
            => new(PlanSeverity.Note, code, TargetIdentity.NameOf(Component.OneAgent, agent.Hostname), $"{agent.AgentId}: {why}");
        if (retired.TryGetValue(agent.AgentId, out Retirement? retirement))
        {
            return Note("retired-agent", $"{retirement.By} retired it ({retirement.Reason}), so plans leave it out.");
        }

        return machine is not null && !occupied.Add(machine.ResourceId)
            ? Note("replaced-agent", "A different OneAgent is on its machine now.")
            : null;
    }

    /// <summary>Lists the agents that Dynatrace no longer lists, the last seen first.</summary>
    private static IEnumerable<KnownAgent> NotListed(IReadOnlyList<KnownAgent> known, FleetReading fleet)
    {
        HashSet<string> listed = [.. fleet.Agents.Select(static agent => agent.EntityId)];
        return known.Where(agent => !listed.Contains(agent.AgentId))
            .OrderByDescending(static agent => agent.LastSeen)
            .ThenBy(static agent => agent.AgentId, StringComparer.Ordinal);
    }

    /// <summary>Lists the machines with a OneAgent that Dynatrace lists.</summary>
    private static HashSet<string> Occupied(FleetMatch match)
        => new(
            match.Targets.Where(static target => target is { Component: Component.OneAgent, Machine: not null })
                .Select(static target => target.Machine!.ResourceId),
            StringComparer.OrdinalIgnoreCase);

    private static PlanFinding OfDeletedMachines(int agents)
        => new(
            PlanSeverity.Note,
            "agents-of-deleted-machines",
            null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{agents} OneAgents of earlier plans ran on machines that Azure has deleted, and Dynatrace no longer lists them,"
                + $" so plans leave them out."));

    /// <summary>
    /// Lists what to remember of a fleet: agents on machines, and agents whose machine is not known. Pods, platforms and scale sets are
    /// left out: they come and go under new ids.
    /// </summary>
    public static IEnumerable<KnownAgent> In(FleetReading fleet, FleetMatch match, DateTimeOffset now)
    {
        Dictionary<string, TargetRecord> targets = match.Targets
            .Where(static target => target is { Component: Component.OneAgent, AgentId: not null }
                && (target.Machine is not null || target.Code is UncoveredCodes.UnknownMachine or UncoveredCodes.Ambiguous))
            .ToDictionary(static target => target.AgentId!);
        foreach (OneAgentInfo agent in fleet.Agents.Where(static agent => !agent.MayBeSelfRotating)
            .DistinctBy(static agent => agent.EntityId))
        {
            if (targets.TryGetValue(agent.EntityId, out TargetRecord? target))
            {
                yield return new(
                    agent.EntityId,
                    agent.HostName,
                    target.Machine?.ResourceId ?? agent.AzureResourceId,
                    target.Machine?.VmId,
                    agent.IsOnline ? now : agent.LastSeen ?? now);
            }
        }
    }

    private static TargetRecord Remember(KnownAgent agent, Machine? machine)
    {
        TargetRecord target = machine is not null
            ? FleetMatcher.Reach(Component.OneAgent, machine, agent.AgentId)
            : FleetMatcher.Uncovered(
                Component.OneAgent,
                agent.Hostname,
                agent.AgentId,
                UncoveredCodes.NotListed,
                "An earlier plan contained it; now neither Dynatrace nor Azure lists it. Bring it back, or retire"
                    + $" {agent.AgentId} if it is gone for good ('tenant-token retire').");
        return target with { IsRemembered = true, LastSeen = agent.LastSeen };
    }
}
