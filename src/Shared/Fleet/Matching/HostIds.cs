using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Settles which agent each machine carries by what its own OneAgent says (<c>oneagentctl --get-host-id</c>). That wins over ARM ids, names and addresses;
/// where hosts contradict each other nothing is touched, and a person has to look.
/// </summary>
public static class HostIds
{
    /// <summary>The targets as the probes settle them: every agent stays in exactly one, and no candidate stays that carries none.</summary>
    public static HostIdMatch Match(IReadOnlyList<TargetRecord> targets)
    {
        ILookup<string, TargetRecord> claims = targets.Where(IsProbed).ToLookup(static target => TargetIdentity.EntityOf(target.Probe!.HostId!), StringComparer.Ordinal);
        Dictionary<string, TargetRecord> byAgent = targets.Where(static target => target is { Component: Component.OneAgent, AgentId: not null })
            .DistinctBy(static target => target.AgentId).ToDictionary(static target => target.AgentId!, StringComparer.Ordinal);
        Dictionary<string, TargetRecord> settled = targets.ToDictionary(static target => target.TargetId, StringComparer.Ordinal);
        List<PlanFinding> findings = [];
        List<string> displaced = [];
        HashSet<string> taken = [];
        foreach (IGrouping<string, TargetRecord> claim in claims)
        {
            TargetRecord[] hosts = [.. claim];
            TargetRecord? before = byAgent.GetValueOrDefault(claim.Key);
            if (Contradiction(claim.Key, hosts, before) is { } contradiction)
            {
                Contradict(contradiction.Hosts, contradiction.Message, settled, findings);
            }
            else if (hosts[0].AgentId != claim.Key)
            {
                taken.Add(claim.Key);
                displaced.AddRange(hosts[0].AgentId is { } other ? [other] : []);
                settled[hosts[0].TargetId] = hosts[0] with { AgentId = claim.Key, Code = hosts[0].Code is UncoveredCodes.Candidate ? "probed" : hosts[0].Code, LastSeen = before?.LastSeen };
            }
        }

        // An agent that a probe found is in the target of its machine; the line that stood for it until now goes.
        foreach (TargetRecord line in targets.Where(target => target is { Component: Component.OneAgent, AgentId: not null, Machine: null } && taken.Contains(target.AgentId)))
        {
            settled.Remove(line.TargetId);
        }

        foreach (string agentId in displaced.Where(agentId => !taken.Contains(agentId)))
        {
            TargetRecord ghost = Ghost(byAgent[agentId], agentId, findings);
            settled[ghost.TargetId] = ghost;
        }

        return new([.. settled.Values.Select(WithoutCandidacy).OfType<TargetRecord>()], findings);
    }

    /// <summary>An agent that Dynatrace shows on a machine which carries another one.</summary>
    private static TargetRecord Ghost(TargetRecord host, string agentId, List<PlanFinding> findings)
    {
        string carried = TargetIdentity.EntityOf(host.Probe!.HostId!);
        string said = $"Dynatrace shows {agentId} on this machine, but its OneAgent reports {carried}. The rotation goes by the OneAgent's own report.";
        findings.Add(new(PlanSeverity.Warning, "host-id-differs", host.Name, said));
        string hostName = host.Name[(host.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string message = $"Its name fits {host.Name}, but that machine carries {carried}. {Remedy.UnknownMachine}";
        return FleetMatcher.Uncovered(Component.OneAgent, hostName, agentId, UncoveredCodes.UnknownMachine, message) with { LastSeen = host.LastSeen };
    }

    private static bool IsProbed(TargetRecord target) => target is { Component: Component.OneAgent, Machine: not null, Probe.HostId.Length: > 0 };

    /// <summary>Returns why it is not known which machine carries an agent; null when it is known.</summary>
    private static (TargetRecord[] Hosts, string Message)? Contradiction(string agentId, TargetRecord[] hosts, TargetRecord? before)
    {
        if (hosts.Length > 1)
        {
            return (hosts, $"{hosts.Length} machines report the host id of {agentId}: {Names(hosts)}. "
                + "One is a copy of another: reinstall its OneAgent, then plan again.");
        }

        return before is not null && before.TargetId != hosts[0].TargetId && before.Machine is not null && !IsProbed(before)
            ? ([hosts[0], before], $"{hosts[0].Name} reports the host id of {agentId}, which Dynatrace shows on {before.Name}, "
                + "and that machine could not be probed.")
            : null;
    }

    private static void Contradict(TargetRecord[] hosts, string message, Dictionary<string, TargetRecord> settled, List<PlanFinding> findings)
    {
        findings.Add(new(PlanSeverity.Problem, UncoveredCodes.Contradiction, hosts[0].Name, message));
        foreach (TargetRecord host in hosts.Where(static host => host.AgentId is not null))
        {
            settled[host.TargetId] = host.MoveTo(TargetState.Uncovered, TargetCause.HostIdContradicted, UncoveredCodes.Contradiction, message);
        }
    }

    /// <summary>A candidate that carries no agent of ours is no target, unless its probe still has to be taken off the machine.</summary>
    private static TargetRecord? WithoutCandidacy(TargetRecord target) => target switch
    {
        { AgentId: not null } or { IsRemembered: true } or { IsFoundByProbe: true } or { Component: Component.ActiveGate } or { Machine: null } => target,
        { Send.DeletePending: true } => target.MoveTo(
            TargetState.Uncovered,
            TargetCause.ProbeLeftStanding,
            UncoveredCodes.Candidate,
            "This machine was probed only to learn what it carries. The probe's run command is still on it."),
        _ => null,
    };

    private static string Names(TargetRecord[] hosts) => Remedy.FirstOf([.. hosts.Select(static host => host.Name)]);
}
