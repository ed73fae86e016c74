using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Decides which agent each machine carries by what its own OneAgent reports (<c>oneagentctl --get-host-id</c>). That takes precedence over
/// ARM ids, names and addresses. Where hosts contradict each other, nothing is changed, and a person has to look.
/// </summary>
public static class HostIds
{
    /// <summary>
    /// Returns the targets after the probes: every agent belongs to exactly one, and candidates without an agent are removed.
    /// </summary>
    public static HostIdMatch Match(IReadOnlyList<TargetRecord> targets)
    {
        Settlement settlement = new(targets);
        foreach (IGrouping<string, TargetRecord> claim in targets.Where(IsProbed)
            .ToLookup(static target => TargetIdentity.EntityOf(target.Probe!.HostId!), StringComparer.Ordinal))
        {
            settlement.Take(claim.Key, [.. claim]);
        }

        return settlement.End();
    }

    private static PlanFinding Differs(TargetRecord host, string agentId, string carried)
        => new(
            PlanSeverity.Warning,
            "host-id-differs",
            host.Name,
            $"Dynatrace shows {agentId} on this machine, but its OneAgent reports {carried}. "
                + "The rotation goes by the OneAgent's own report.");

    /// <summary>Corrects a target whose machine carries another agent than Dynatrace shows.</summary>
    private static TargetRecord Ghost(TargetRecord host, string agentId, string carried)
    {
        string hostName = host.Name[(host.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string message = $"Its name fits {host.Name}, but that machine carries {carried}. {Remedy.UnknownMachine}";
        TargetRecord ghost = FleetMatcher.Uncovered(Component.OneAgent, hostName, agentId, UncoveredCodes.UnknownMachine, message);
        return ghost with { LastSeen = host.LastSeen };
    }

    private static bool IsProbed(TargetRecord target)
        => target is { Component: Component.OneAgent, Machine: not null, Probe.HostId.Length: > 0 };

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

    /// <summary>Removes a candidate that carries no agent of ours, unless its probe must still be deleted.</summary>
    private static TargetRecord? WithoutCandidacy(TargetRecord target) => target switch
    {
        { AgentId: not null } or { IsRemembered: true } or { IsFoundByProbe: true } => target,
        { Component: Component.ActiveGate } or { Machine: null } => target,
        { Send.DeletePending: true } => target.MoveTo(
            TargetState.Uncovered,
            TargetCause.ProbeLeftStanding,
            UncoveredCodes.Candidate,
            "This machine was probed only to learn what it carries. The probe's run command is still on it."),
        _ => null,
    };

    private static string Names(TargetRecord[] hosts) => Remedy.FirstOf([.. hosts.Select(static host => host.Name)]);

    /// <summary>The targets while the machines' reports are processed one by one.</summary>
    private sealed class Settlement(IReadOnlyList<TargetRecord> targets)
    {
        private readonly Dictionary<string, TargetRecord> _byAgent = targets
            .Where(static target => target is { Component: Component.OneAgent, AgentId: not null })
            .DistinctBy(static target => target.AgentId)
            .ToDictionary(static target => target.AgentId!, StringComparer.Ordinal);
        private readonly Dictionary<string, TargetRecord> _settled
            = targets.ToDictionary(static target => target.TargetId, StringComparer.Ordinal);
        private readonly List<PlanFinding> _findings = [];
        private readonly List<string> _displaced = [];
        private readonly HashSet<string> _taken = [];

        /// <summary>Assigns an agent to the machine that reports its id, unless hosts contradict each other.</summary>
        public void Take(string agentId, TargetRecord[] hosts)
        {
            TargetRecord? before = _byAgent.GetValueOrDefault(agentId);
            TargetRecord host = hosts[0];
            if (Contradiction(agentId, hosts, before) is { } contradiction)
            {
                Contradict(contradiction.Hosts, contradiction.Message);
            }
            else if (host.AgentId != agentId)
            {
                _taken.Add(agentId);
                _displaced.AddRange(host.AgentId is { } other ? [other] : []);
                _settled[host.TargetId] = host with
                {
                    AgentId = agentId,
                    Code = host.Code is UncoveredCodes.Candidate ? "probed" : host.Code,
                    LastSeen = before?.LastSeen,
                };
            }
        }

        /// <summary>Returns the targets. An agent whose machine carries another one gets a target of its own.</summary>
        public HostIdMatch End()
        {
            // An agent that a probe found belongs to its machine's target; the target that represented it before is removed.
            foreach (TargetRecord line in targets.Where(IsTaken))
            {
                _settled.Remove(line.TargetId);
            }

            foreach (string agentId in _displaced.Where(agentId => !_taken.Contains(agentId)))
            {
                TargetRecord host = _byAgent[agentId];
                string carried = TargetIdentity.EntityOf(host.Probe!.HostId!);
                _findings.Add(Differs(host, agentId, carried));
                TargetRecord ghost = Ghost(host, agentId, carried);
                _settled[ghost.TargetId] = ghost;
            }

            return new([.. _settled.Values.Select(WithoutCandidacy).OfType<TargetRecord>()], _findings);
        }

        private bool IsTaken(TargetRecord target)
            => target is { Component: Component.OneAgent, AgentId: { } id, Machine: null } && _taken.Contains(id);

        private void Contradict(TargetRecord[] hosts, string message)
        {
            _findings.Add(new(PlanSeverity.Problem, UncoveredCodes.Contradiction, hosts[0].Name, message));
            foreach (TargetRecord host in hosts.Where(static host => host.AgentId is not null))
            {
                _settled[host.TargetId] = host.MoveTo(
                    TargetState.Uncovered,
                    TargetCause.HostIdContradicted,
                    UncoveredCodes.Contradiction,
                    message);
            }
        }
    }
}
