using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>Restores ActiveGates that dropped out of Dynatrace's list, so that none is forgotten silently.</summary>
/// <param name="Targets">One target for each ActiveGate that is not listed now and not known to be gone.</param>
/// <param name="Forgotten">The ids of those that are gone for good: retired by configuration, or replaced on their machine.</param>
/// <param name="Findings">The findings that say which were forgotten and why.</param>
public sealed record RememberedActiveGates(
    IReadOnlyList<TargetRecord> Targets,
    IReadOnlyList<string> Forgotten,
    IReadOnlyList<PlanFinding> Findings)
{
    /// <summary>Compares the ActiveGates of earlier plans with the present fleet.</summary>
    /// <param name="known">The ActiveGates of earlier plans.</param>
    /// <param name="fleet">The present readings of Azure and Dynatrace.</param>
    /// <param name="match">The match of both.</param>
    /// <param name="retired">Ids and host names that the configuration declares gone for good.</param>
    /// <param name="retirements">The retirements by id.</param>
    public static RememberedActiveGates From(
        IReadOnlyList<KnownActiveGate> known, FleetReading fleet, FleetMatch match, IReadOnlyList<string> retired,
        IReadOnlyDictionary<string, Retirement> retirements)
    {
        HashSet<string> listed = [.. fleet.ActiveGates.Select(static activeGate => activeGate.Id)];
        MachineIndex machines = new(fleet.Machines, fleet.Instances);
        HashSet<string> occupied =
        [
            .. match.Targets.Where(static target => target is { Component: Component.ActiveGate, Machine: not null })
                .Select(static target => target.Machine!.ResourceId),
        ];
        RememberedActiveGates found = new([], [], []);
        foreach (KnownActiveGate activeGate in known.Where(activeGate => !listed.Contains(activeGate.AgentId))
            .OrderByDescending(static activeGate => activeGate.LastListed))
        {
            Machine? machine = machines.Find(activeGate.MachineId);
            if (retired.Any(name => Same(name, activeGate.AgentId) || Same(name, activeGate.Hostname)))
            {
                found = found.Forget(activeGate, "retired-activegate", "fleet.retiredActiveGates names it, so plans leave it out.");
            }
            else if (retirements.TryGetValue(activeGate.AgentId, out Retirement? retirement))
            {
                found = found.Forget(
                    activeGate,
                    "retired-activegate",
                    $"{retirement.By} retired it ({retirement.Reason}), so plans leave it out.");
            }
            else if (machine is not null && !occupied.Add(machine.ResourceId))
            {
                found = found.Forget(activeGate, "replaced-activegate", "A different ActiveGate is on its machine now.");
            }
            else
            {
                found = found with { Targets = [.. found.Targets, Remember(activeGate, machine)] };
            }
        }

        return found;
    }

    /// <summary>
    /// Lists what to remember of a fleet. ActiveGates in containers are left out: they come and go under new ids, and we do not rotate
    /// them.
    /// </summary>
    public static IEnumerable<KnownActiveGate> In(FleetReading fleet, FleetMatch match, DateTimeOffset now)
    {
        Dictionary<string, TargetRecord> targets = match.Targets.Where(
            static target => target is { Component: Component.ActiveGate, AgentId: not null })
            .ToDictionary(static target => target.AgentId!);
        foreach (ActiveGateInfo activeGate in fleet.ActiveGates.Where(static activeGate => !activeGate.Containerized)
            .DistinctBy(static activeGate => activeGate.Id))
        {
            if (targets.TryGetValue(activeGate.Id, out TargetRecord? target))
            {
                yield return new(activeGate.Id, activeGate.Hostname, target.Pool, target.Machine?.ResourceId, now);
            }
        }
    }

    private static TargetRecord Remember(KnownActiveGate activeGate, Machine? machine)
    {
        TargetRecord target = machine is not null
            ? FleetMatcher.Reach(Component.ActiveGate, machine, activeGate.AgentId)
            : FleetMatcher.Uncovered(
                Component.ActiveGate,
                activeGate.Hostname,
                activeGate.AgentId,
                UncoveredCodes.NotListed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Last listed on {activeGate.LastListed.UtcDateTime:yyyy-MM-dd HH:mm'Z'}; now neither Dynatrace nor Azure lists it."
                        + $" Bring it back, or retire {activeGate.AgentId} if it is gone for good ('tenant-token retire', or"
                        + $" fleet.retiredActiveGates)."));
        return target with { Pool = activeGate.Pool, IsRemembered = true, LastSeen = activeGate.LastListed };
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private RememberedActiveGates Forget(KnownActiveGate activeGate, string code, string why) => this with
    {
        Forgotten = [.. Forgotten, activeGate.AgentId],
        Findings =
        [
            .. Findings,
            new(PlanSeverity.Note, code, TargetIdentity.NameOf(Component.ActiveGate, activeGate.Hostname), $"{activeGate.AgentId}: {why}"),
        ],
    };
}
