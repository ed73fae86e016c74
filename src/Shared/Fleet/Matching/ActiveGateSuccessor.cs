using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Finds an ActiveGate that came back under another id. A target is a component on a machine; its id at Dynatrace may change with a restart
/// or a registration.
/// </summary>
internal static class ActiveGateSuccessor
{
    /// <summary>
    /// Returns the entry under which a target's ActiveGate is online now; null when it is online under its own id, is not online, or cannot
    /// be identified.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="activeGates">All ActiveGates that Dynatrace lists.</param>
    /// <param name="fleet">All targets. An entry of another target, or on another machine with the same name, cannot be this one.</param>
    public static ActiveGateInfo? From(
        TargetRecord target,
        IReadOnlyList<ActiveGateInfo> activeGates,
        IReadOnlyCollection<TargetRecord> fleet)
    {
        ActiveGateInfo? former = activeGates.FirstOrDefault(activeGate => activeGate.Id == target.AgentId);
        if (target is not { Component: Component.ActiveGate, Machine: { } machine }
            || former?.IsOnline is true
            || HasNamesake(machine, fleet))
        {
            return null;
        }

        HashSet<string?> known =
        [
            .. fleet.Where(static other => other.Component is Component.ActiveGate).Select(static other => other.AgentId),
            target.AgentId,
        ];
        ActiveGateInfo[] same =
        [
            .. activeGates.Where(
                activeGate => activeGate is { IsOnline: true, Containerized: false }
                    && !known.Contains(activeGate.Id)
                    && IsOn(machine, activeGate, former)),
        ];
        return same is [var successor] ? successor : null;
    }

    /// <summary>Returns the target with its new id. Earlier proofs were for the former ActiveGate, so it must be proved again.</summary>
    public static TargetRecord Follow(TargetRecord target, ActiveGateInfo successor, DateTimeOffset now)
        => target.AgentId == successor.Id ? target : target with
        {
            AgentId = successor.Id,
            ConnectedHosts = successor.ConnectedHosts,
            RecreatedAt = now,
            NeedsProof = target.IsOnNewToken ? target.NeedsProof ?? "agent-recreated" : target.NeedsProof,
        };

    private static bool HasNamesake(Machine machine, IReadOnlyCollection<TargetRecord> fleet)
        => fleet.Any(other => other.Machine is { } another
            && !string.Equals(another.ResourceId, machine.ResourceId, StringComparison.OrdinalIgnoreCase)
            && string.Equals(
                HostNames.Short(another.ComputerName),
                HostNames.Short(machine.ComputerName),
                StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether an entry is on a machine. When Dynatrace has dropped the former entry, after two hours, only the machine's name can be
    /// compared.
    /// </summary>
    private static bool IsOn(Machine machine, ActiveGateInfo activeGate, ActiveGateInfo? former)
        => former is null
            ? HostNames.AreSame(activeGate.Hostname, machine.ComputerName)
            : DynatraceEntry.From(activeGate).IsOfSameHost(DynatraceEntry.From(former));
}
