using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Merges a new look at the fleet into a rotation's targets. A pure function. What a host has proved, or how it failed, is never changed by what Azure or
/// Dynatrace say of it; a target is only ever added, never taken away.
/// </summary>
public static class FleetMerge
{
    /// <summary>More than agents and machines ever need to change places.</summary>
    private const int MostRounds = 4;

    /// <summary>Reasons that a later look can take away.</summary>
    private static readonly string?[] _passing = [UncoveredCodes.UnknownMachine, UncoveredCodes.Joined, UncoveredCodes.Ambiguous, UncoveredCodes.NotListed, UncoveredCodes.UnknownSystem, UncoveredCodes.ArcAgentTooOld, UncoveredCodes.RunCommandBlocked, UncoveredCodes.Gone, UncoveredCodes.NotRunning, "machine-gone", "not-in-azure"];

    /// <summary>Merges everything.</summary>
    /// <param name="before">The rotation's targets.</param>
    /// <param name="fleet">The present readings of Azure and Dynatrace.</param>
    /// <param name="minimumMachines">With fewer machines than this, read rights are assumed to be missing, and nothing leaves.</param>
    /// <param name="now">When the fleet was read.</param>
    public static Result Merge(IReadOnlyList<TargetRecord> before, FleetReading fleet, int minimumMachines, DateTimeOffset now)
    {
        Result merged = Once(before, fleet, minimumMachines, now);
        Dictionary<string, FleetChange> changes = merged.Changes.ToDictionary(static change => change.After.TargetId);

        // One that goes to another machine or agent frees what another target takes: the same look is merged until nothing moves any more.
        for (int round = 1; round < MostRounds && merged is { Withheld: 0, Changes.Count: > 0 }; round++)
        {
            merged = Once(After(before, changes), fleet, minimumMachines, now);
            foreach (FleetChange change in merged.Changes)
            {
                changes[change.After.TargetId] = changes.TryGetValue(change.After.TargetId, out FleetChange? earlier) ? earlier.Then(change) : change;
            }
        }

        return merged with { Changes = [.. changes.Values] };
    }

    private static TargetRecord[] After(IReadOnlyList<TargetRecord> before, Dictionary<string, FleetChange> changes)
        => [.. before.Select(target => changes.TryGetValue(target.TargetId, out FleetChange? change) ? change.After : target), .. changes.Values.Where(static change => change.Before is null).Select(static change => change.After)];

    private static Result Once(IReadOnlyList<TargetRecord> before, FleetReading fleet, int minimumMachines, DateTimeOffset now)
    {
        FleetMatch match = FleetMatcher.Match(fleet);
        Sightings sightings = new(before, [.. match.Targets.Where(static target => !DeletedMachineAgents.IsLine(target))]);
        HashSet<string> deleted = [.. match.OfDeletedMachines.Select(static agent => agent.EntityId)];
        MachineIndex machines = new(fleet.Machines, fleet.Instances);
        HashSet<string> heard = [.. fleet.Agents.Where(static agent => agent.IsOnline).Select(static agent => agent.EntityId), .. fleet.Gates.Where(static gate => gate.IsOnline).Select(static gate => gate.Id)];

        bool IsDeleted(TargetRecord target) => target is { Component: Component.OneAgent, Machine: null, AgentId: { } id } && deleted.Contains(id);
        bool IsGone(TargetRecord target) => IsLost(target, machines) && sightings.Of(target)?.Machine is null && (target.AgentId is null || !heard.Contains(target.AgentId));
        TargetRecord[] present = [.. before.Where(static target => target is { Machine: not null, Code: not UncoveredCodes.Gone })];
        int known = present.DistinctBy(static target => target.Machine!.Identity, StringComparer.OrdinalIgnoreCase).Count();
        int gone = present.Where(IsGone).DistinctBy(static target => target.Machine!.Identity, StringComparer.OrdinalIgnoreCase).Count();

        // More than half at once is a lost role or a broken query before it is a fleet that was taken down.
        bool mayLeave = fleet.Machines.Count >= Math.Max(1, minimumMachines) && gone * 2 <= known;
        List<FleetChange> changes = [];
        int withheld = 0;
        foreach (TargetRecord target in before.Where(static target => !DeletedMachineAgents.IsLine(target)))
        {
            bool isGone = IsGone(target) && CanLeave(target);
            withheld += isGone && !mayLeave ? 1 : 0;
            FleetChange change = (isGone && mayLeave) || (IsDeleted(target) && CanLeave(target)) ? Leave(target, now)
                : IsGone(target) ? Keep(target)
                : sightings.Of(target) is { } found ? Follow(target, found, machines, heard, now)
                : Miss(target, machines, heard, now);
            if (change.After != target)
            {
                changes.Add(change);
            }
        }

        changes.AddRange(sightings.New.Select(static found => new FleetChange(FleetChangeKind.Joined, null, found with { HasJoined = true })));
        changes.AddRange(OfDeletedMachines(before, changes, match));
        return new(changes, withheld, match);
    }

    /// <summary>What becomes of the line of the deleted machines. An agent that has a target of its own is not in it: that target left, or goes on.</summary>
    private static IEnumerable<FleetChange> OfDeletedMachines(IReadOnlyList<TargetRecord> before, IReadOnlyList<FleetChange> changes, FleetMatch match)
    {
        // As they are after the merge: one that follows another agent from now on leaves its former one to the line.
        HashSet<string> changed = [.. changes.Where(static change => change.Before is not null).Select(static change => change.Before!.TargetId)];
        IEnumerable<TargetRecord> after = [.. before.Where(target => !changed.Contains(target.TargetId)), .. changes.Select(static change => change.After)];
        HashSet<string?> own = [.. after.Where(static target => target.Component is Component.OneAgent).Select(static target => target.AgentId)];
        OneAgentInfo[] others = [.. match.OfDeletedMachines.Where(agent => !own.Contains(agent.EntityId))];
        TargetRecord? line = before.FirstOrDefault(DeletedMachineAgents.IsLine);
        TargetRecord now = DeletedMachineAgents.Line(others);
        if (line is null ? others.Length > 0 : line != now)
        {
            yield return new(FleetChangeKind.Facts, line, now);
        }
    }

    /// <summary>What turned up since the plan, when only Dynatrace was asked: by name, until somebody knows its machine.</summary>
    public static IReadOnlyList<TargetRecord> TurnedUp(IReadOnlyList<TargetRecord> before, IReadOnlyList<ActiveGateInfo> gates, IReadOnlyList<OneAgentInfo> agents)
    {
        HashSet<(Component, string)> known = [.. before.Where(static target => target.AgentId is not null).Select(static target => (target.Component, target.AgentId!))];
        MachineIndex machines = new([.. before.Select(static target => target.Machine).OfType<Machine>().DistinctBy(static machine => machine.ResourceId)], []);
        IReadOnlyDictionary<string, string> ghostGates = Ghosts.Among(gates, machines);
        IReadOnlyDictionary<string, string> ghostAgents = Ghosts.Among(agents, machines);
        ActiveGateInfo[] newGates = [.. gates.Where(gate => !known.Contains((Component.ActiveGate, gate.Id)) && !ghostGates.ContainsKey(gate.Id))];
        OneAgentInfo[] newAgents = [.. agents.Where(agent => !known.Contains((Component.OneAgent, agent.EntityId)) && !ghostAgents.ContainsKey(agent.EntityId) && !IsOfDeletedMachine(agent, before))];
        Sightings sightings = new(before, FleetMatcher.Match(new([], [], newGates, newAgents)).Targets);
        return
        [
            .. sightings.New.Select(static found => found with { HasJoined = true }).Select(static found => found.Code is UncoveredCodes.UnknownMachine
                ? found with { Code = UncoveredCodes.Joined, Message = "It appeared after the plan was made and may carry either token." }
                : found),
        ];
    }

    /// <summary>An agent that was silent already when the line of the deleted machines was made is in it, or it would have a target of its own.</summary>
    private static bool IsOfDeletedMachine(OneAgentInfo agent, IReadOnlyList<TargetRecord> before)
        => !agent.IsOnline && before.FirstOrDefault(DeletedMachineAgents.IsLine) is { } line && agent.LastSeen <= line.LastSeen;

    /// <summary>A command under way settles its target by itself.</summary>
    private static bool MayMove(TargetRecord target) => !target.State.IsSettled() && !target.IsBeingChanged();

    /// <summary>One that is not seen online after its change is unproved either way: it may leave too.</summary>
    private static bool CanLeave(TargetRecord target)
        => target.State.CanMove(TargetCause.Gone) && !target.IsBeingChanged();

    private static FleetChange Keep(TargetRecord target) => new(FleetChangeKind.Facts, target, target);

    private static FleetChange Leave(TargetRecord target, DateTimeOffset now) => new(FleetChangeKind.Left, target, target.MoveTo(
        TargetState.Skipped,
        TargetCause.Gone,
        UncoveredCodes.Gone,
        string.Create(CultureInfo.InvariantCulture, $"Gone from Azure, and offline at Dynatrace since {now.UtcDateTime:yyyy-MM-dd HH:mm'Z'} at the latest; left out by rotation.")));

    private static FleetChange Follow(TargetRecord target, TargetRecord found, MachineIndex machines, HashSet<string> heard, DateTimeOffset now)
    {
        if (target.State is TargetState.SelfRotating)
        {
            return Keep(target); // one line for a cluster, however many nodes it has today
        }

        TargetRecord facts = Facts(target, found, heard, now);
        if (!MayMove(target))
        {
            return new(FleetChangeKind.Facts, target, facts);
        }

        if (IsToldOff(target, found, heard))
        {
            return new(FleetChangeKind.Facts, target, facts);
        }

        bool isPassing = target.State.CanMove(TargetCause.CameBack) && _passing.Contains(target.Code);
        return (target.State, found.State) switch
        {
            (TargetState.Pending, TargetState.Unreachable) => new(FleetChangeKind.WentOff, target, Take(facts, found, TargetCause.WentOff)),
            (TargetState.Pending, _) when IsLost(facts, machines) => new(FleetChangeKind.WentOff, target, NotInAzure(facts)),
            (TargetState.Pending, _) => new(FleetChangeKind.Facts, target, facts with { CodeBefore = null }),
            (_, TargetState.Pending) when isPassing => new(FleetChangeKind.Back, target, Take(facts, found, TargetCause.CameBack) with { CodeBefore = null }),

            // A machine that is known is not given up for an agent that Azure knows no machine of.
            (_, TargetState.Unreachable or TargetState.Uncovered) when isPassing && (found.Machine is not null || target.Machine is null || target.State is TargetState.Skipped)
                => new(target.State is TargetState.Skipped ? FleetChangeKind.Back : FleetChangeKind.Facts, target, Take(facts, found, TargetCause.StillOutOfReach)),
            _ => new(FleetChangeKind.Facts, target, facts),
        };
    }

    /// <summary>
    /// Azure refused a command because the machine is off, and still does not say by itself whether it runs. Without news of the machine it would be tried
    /// for ever; its agent online is such news.
    /// </summary>
    private static bool IsToldOff(TargetRecord target, TargetRecord found, HashSet<string> heard)
        => target is { State: TargetState.Unreachable, Code: UncoveredCodes.NotRunning }
            && found is { State: TargetState.Pending, Machine.IsStateKnown: false }
            && (found.AgentId is not { } id || !heard.Contains(id));

    /// <summary>
    /// Dynatrace lists it no more: an ActiveGate two hours after it went silent. Whether it comes back is up to its machine, which Azure tells of.
    /// </summary>
    private static FleetChange Miss(TargetRecord target, MachineIndex machines, HashSet<string> heard, DateTimeOffset now)
        => target is { Machine: { } its } and ({ State: TargetState.Pending or TargetState.Unreachable } or { IsGone: true }) && machines.Current(its) is { } machine
            ? Follow(target, FleetMatcher.Reach(target.Component, machine, target.AgentId), machines, heard, now)
            : MayMove(target) && target.State is TargetState.Pending && IsLost(target, machines) && target.AgentId is { } id && heard.Contains(id)
                ? new(FleetChangeKind.WentOff, target, NotInAzure(target))
                : Keep(target);

    private static bool IsLost(TargetRecord target, MachineIndex machines) => target.Machine is { } machine && machines.Current(machine) is null;

    private static TargetRecord NotInAzure(TargetRecord target)
        => target.MoveTo(
            TargetState.Unreachable,
            TargetCause.WentOff,
            "not-in-azure",
            "Azure no longer lists its machine, but Dynatrace still sees it online. The machine may have moved, or this program may lack the right to read it.");

    private static TargetRecord Take(TargetRecord target, TargetRecord found, TargetCause cause)
        => target.MoveTo(found.State, cause, found.Code, found.Message);

    private static TargetRecord Facts(TargetRecord target, TargetRecord found, HashSet<string> heard, DateTimeOffset now)
    {
        bool isHeard = found.AgentId is { } id && heard.Contains(id);
        bool isAnother = target.AgentId is not null && found.AgentId is not null && target.AgentId != found.AgentId;
        return target with
        {
            Machine = found.Machine ?? target.Machine,
            AgentId = found.AgentId ?? target.AgentId,
            Pool = found.Pool ?? target.Pool,
            ConnectedHosts = found.ConnectedHosts ?? target.ConnectedHosts,
            IsRemembered = target.IsRemembered && found.AgentId is null,
            LastSeen = isHeard ? null : found.LastSeen ?? target.LastSeen,
            RecreatedAt = isAnother ? now : target.RecreatedAt,
        };
    }

    /// <summary>Which target each thing that was found belongs to: by agent, else by machine and component.</summary>
    private sealed class Sightings
    {
        private readonly Dictionary<string, TargetRecord> _found = new(StringComparer.Ordinal);

        public Sightings(IReadOnlyList<TargetRecord> before, IReadOnlyList<TargetRecord> found)
        {
            Dictionary<(Component, string), TargetRecord> byAgent = before.Where(static target => target.AgentId is not null).DistinctBy(static target => (target.Component, target.AgentId!)).ToDictionary(static target => (target.Component, target.AgentId!));
            ILookup<(Component, string), TargetRecord> byVmId = before.Where(static target => target.Machine is { VmId.Length: > 0 }).ToLookup(static target => (target.Component, target.Machine!.VmId!.ToUpperInvariant()));
            ILookup<(Component, string), TargetRecord> byResource = before.Where(static target => target.Machine is not null).ToLookup(static target => (target.Component, target.Machine!.ResourceId.ToUpperInvariant()));
            Dictionary<string, TargetRecord> byId = before.ToDictionary(static target => target.TargetId);
            // Nodes of a cluster whose operator moves its agents are in its line, whether or not Azure reaches them.
            HashSet<string?> operated = [.. before.Where(static target => target.State is TargetState.SelfRotating).Select(static target => target.Cluster)];
            TargetRecord? OnMachine(TargetRecord seen) => seen.Machine is not { } machine ? null
                : (machine.VmId is { Length: > 0 } id ? byVmId[(seen.Component, id.ToUpperInvariant())].FirstOrDefault() : null)
                    ?? byResource[(seen.Component, machine.ResourceId.ToUpperInvariant())].FirstOrDefault(target => MachineIndex.MayBeSame(target.Machine!, machine));

            // What is on a machine first: a target is a component on a machine, whichever agent that is today.
            foreach (TargetRecord seen in found.OrderBy(seen => OnMachine(seen) is null))
            {
                TargetRecord? onMachine = OnMachine(seen);
                TargetRecord? itself = (seen.AgentId is null ? null : byAgent.GetValueOrDefault((seen.Component, seen.AgentId))) ?? byId.GetValueOrDefault(seen.TargetId);
                if (onMachine is not null && itself is not null && onMachine.TargetId != itself.TargetId)
                {
                    // The machine is another target's: a probe told the two agents apart, and a name must not mix them up again.
                    _found.TryAdd(itself.TargetId, itself);
                }
                else if ((onMachine ?? itself) is { } target && _found.TryAdd(target.TargetId, seen))
                {
                    continue;
                }
                else if (seen.Cluster is null || !operated.Contains(seen.Cluster))
                {
                    New.Add(byId.ContainsKey(seen.TargetId) ? seen with { TargetId = TargetIdentity.IdOf(seen.Component, $"{seen.AgentId} of its own") } : seen);
                }
            }
        }

        public List<TargetRecord> New { get; } = [];

        public TargetRecord? Of(TargetRecord target) => _found.GetValueOrDefault(target.TargetId);
    }

    /// <summary>What a rotation's targets become.</summary>
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
