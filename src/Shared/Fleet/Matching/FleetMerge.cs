using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Merges a new reading of the fleet into a rotation's targets. A pure function. What a host has proved, or how it failed, never changes
/// because of Azure or Dynatrace; targets are only ever added, never removed.
/// </summary>
public static class FleetMerge
{
    /// <summary>More rounds than agents and machines ever need to swap places.</summary>
    private const int MaxRounds = 4;

    /// <summary>Merges everything.</summary>
    /// <param name="before">The rotation's targets.</param>
    /// <param name="fleet">The present readings of Azure and Dynatrace.</param>
    /// <param name="minimumMachines">With fewer machines than this, read rights are assumed to be missing, and nothing leaves.</param>
    /// <param name="now">When the fleet was read.</param>
    public static Result Merge(IReadOnlyList<TargetRecord> before, FleetReading fleet, int minimumMachines, DateTimeOffset now)
    {
        Result merged = Once(before, fleet, minimumMachines, now);
        Dictionary<string, FleetChange> changes = merged.Changes.ToDictionary(static change => change.After.TargetId);

        // A target that moves to another machine or agent frees the one that another target takes, so the merge is repeated until nothing
        // changes.
        for (int round = 1; round < MaxRounds && merged is { Withheld: 0, Changes.Count: > 0 }; round++)
        {
            merged = Once(After(before, changes), fleet, minimumMachines, now);
            foreach (FleetChange change in merged.Changes)
            {
                changes[change.After.TargetId] = changes.TryGetValue(change.After.TargetId, out FleetChange? earlier)
                    ? earlier.Then(change)
                    : change;
            }
        }

        return merged with { Changes = [.. changes.Values] };
    }

    private static TargetRecord[] After(IReadOnlyList<TargetRecord> before, Dictionary<string, FleetChange> changes)
        =>
        [
            .. before.Select(target => changes.TryGetValue(target.TargetId, out FleetChange? change) ? change.After : target),
            .. changes.Values.Where(static change => change.Before is null).Select(static change => change.After),
        ];

    private static Result Once(IReadOnlyList<TargetRecord> before, FleetReading fleet, int minimumMachines, DateTimeOffset now)
    {
        FleetMatch match = FleetMatcher.Match(fleet);
        Sightings sightings = new(before, [.. match.Targets.Where(static target => !DeletedMachineAgents.IsLine(target))]);
        HashSet<string> deleted = [.. match.OfDeletedMachines.Select(static agent => agent.EntityId)];
        FleetLook look = new(fleet, now);

        bool IsDeleted(TargetRecord target)
            => target is { Component: Component.OneAgent, Machine: null, AgentId: { } id } && deleted.Contains(id);
        bool IsGone(TargetRecord target) => look.IsLost(target) && sightings.Of(target)?.Machine is null && !look.IsOnline(target);
        bool mayLeave = fleet.Machines.Count >= Math.Max(1, minimumMachines) && IsAtMostHalf(before, IsGone);
        List<FleetChange> changes = [];
        int withheld = 0;
        foreach (TargetRecord target in before.Where(static target => !DeletedMachineAgents.IsLine(target)))
        {
            bool isGone = IsGone(target);
            withheld += isGone && CanLeave(target) && !mayLeave ? 1 : 0;
            FleetChange change = CanLeave(target) && ((isGone && mayLeave) || IsDeleted(target)) ? look.Leave(target)
                : isGone ? FleetLook.Keep(target)
                : sightings.Of(target) is { } found ? look.Follow(target, found)
                : look.Miss(target);
            if (change.After != target)
            {
                changes.Add(change);
            }
        }

        changes.AddRange(sightings.New.Select(
            static found => new FleetChange(FleetChangeKind.Joined, null, found with { HasJoined = true })));
        changes.AddRange(OfDeletedMachines(before, changes, match));
        return new(changes, withheld, match);
    }

    /// <summary>
    /// Whether at most half of the machines are gone. When more leave at once, a lost role or a broken query is more likely than a fleet
    /// that was removed.
    /// </summary>
    private static bool IsAtMostHalf(IReadOnlyList<TargetRecord> before, Func<TargetRecord, bool> isGone)
    {
        TargetRecord[] present = [.. before.Where(static target => target is { Machine: not null, Code: not UncoveredCodes.Gone })];
        return CountMachines(present.Where(isGone)) * 2 <= CountMachines(present);
    }

    private static int CountMachines(IEnumerable<TargetRecord> targets)
        => targets.DistinctBy(static target => target.Machine!.Identity, StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>Whether the target may leave. One that was not seen online after its change is unproved and may leave too.</summary>
    private static bool CanLeave(TargetRecord target)
        => target.State.CanMove(TargetCause.Gone) && !target.IsBeingChanged();

    /// <summary>
    /// Updates the target for deleted machines. An agent with a target of its own is not in it: that target left, or goes on.
    /// </summary>
    private static IEnumerable<FleetChange> OfDeletedMachines(
        IReadOnlyList<TargetRecord> before, IReadOnlyList<FleetChange> changes, FleetMatch match)
    {
        // This uses the targets after the merge: one that now follows another agent leaves its former agent to this one.
        HashSet<string> changed =
        [
            .. changes.Where(static change => change.Before is not null).Select(static change => change.Before!.TargetId),
        ];
        IEnumerable<TargetRecord> after =
        [
            .. before.Where(target => !changed.Contains(target.TargetId)),
            .. changes.Select(static change => change.After),
        ];
        HashSet<string?> own =
        [
            .. after.Where(static target => target.Component is Component.OneAgent).Select(static target => target.AgentId),
        ];
        OneAgentInfo[] others = [.. match.OfDeletedMachines.Where(agent => !own.Contains(agent.EntityId))];
        TargetRecord? line = before.FirstOrDefault(DeletedMachineAgents.IsLine);
        TargetRecord now = DeletedMachineAgents.Line(others);
        if (line is null ? others.Length > 0 : line != now)
        {
            yield return new(FleetChangeKind.Facts, line, now);
        }
    }

    /// <summary>
    /// Returns targets for agents that appeared since the plan, when only Dynatrace was read. They have only a name until their machine is
    /// known.
    /// </summary>
    public static IReadOnlyList<TargetRecord> TurnedUp(
        IReadOnlyList<TargetRecord> before, IReadOnlyList<ActiveGateInfo> activeGates, IReadOnlyList<OneAgentInfo> agents)
    {
        HashSet<(Component, string)> known =
        [
            .. before.Where(static target => target.AgentId is not null).Select(static target => (target.Component, target.AgentId!)),
        ];
        MachineIndex machines = new(
            [
                .. before.Select(static target => target.Machine)
                    .OfType<Machine>()
                    .DistinctBy(static machine => machine.ResourceId),
            ],
            []);
        IReadOnlyDictionary<string, string> ghostActiveGates = Ghosts.Among(activeGates, machines);
        IReadOnlyDictionary<string, string> ghostAgents = Ghosts.Among(agents, machines);
        ActiveGateInfo[] newActiveGates =
        [
            .. activeGates.Where(
                activeGate => !known.Contains((Component.ActiveGate, activeGate.Id)) && !ghostActiveGates.ContainsKey(activeGate.Id)),
        ];
        OneAgentInfo[] newAgents =
        [
            .. agents.Where(agent => !known.Contains((Component.OneAgent, agent.EntityId)) && !ghostAgents.ContainsKey(agent.EntityId)
                && !IsOfDeletedMachine(agent, before)),
        ];
        Sightings sightings = new(before, FleetMatcher.Match(new([], [], newActiveGates, newAgents)).Targets);
        return [.. sightings.New.Select(AsJoined)];
    }

    private static TargetRecord AsJoined(TargetRecord found)
    {
        TargetRecord joined = found with { HasJoined = true };
        return joined.Code is not UncoveredCodes.UnknownMachine ? joined : joined with
        {
            Code = UncoveredCodes.Joined,
            Message = "It appeared after the plan was made and may carry either token.",
        };
    }

    /// <summary>
    /// Whether an agent belongs to the target for deleted machines: it was already silent when that was made, or it would have a target of
    /// its own.
    /// </summary>
    private static bool IsOfDeletedMachine(OneAgentInfo agent, IReadOnlyList<TargetRecord> before)
        => !agent.IsOnline && before.FirstOrDefault(DeletedMachineAgents.IsLine) is { } line && agent.LastSeen <= line.LastSeen;

    /// <summary>The result of a merge.</summary>
    /// <param name="Changes">Every target that changes, each once.</param>
    /// <param name="Withheld">The number of targets that seem to be gone but stay, because the reading looks incomplete.</param>
    /// <param name="Match">The match of the reading alone.</param>
    public sealed record Result(IReadOnlyList<FleetChange> Changes, int Withheld, FleetMatch Match)
    {
        /// <summary>Returns the number of changes of a kind.</summary>
        public int Count(FleetChangeKind kind, Component? component = null)
            => Changes.Count(change => change.Kind == kind && (component is null || change.After.Component == component));
    }
}
