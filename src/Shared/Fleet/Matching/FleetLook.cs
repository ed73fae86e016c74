using System.Globalization;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>A reading of the fleet, and what it means for a single target.</summary>
/// <param name="fleet">The readings of Azure and Dynatrace.</param>
/// <param name="now">When they were read (UTC).</param>
internal sealed class FleetLook(FleetReading fleet, DateTimeOffset now)
{
    /// <summary>The codes that a later reading can remove.</summary>
    private static readonly string?[] _passing =
    [
        UncoveredCodes.UnknownMachine,
        UncoveredCodes.Joined,
        UncoveredCodes.Ambiguous,
        UncoveredCodes.NotListed,
        UncoveredCodes.UnknownSystem,
        UncoveredCodes.ArcAgentTooOld,
        UncoveredCodes.RunCommandBlocked,
        UncoveredCodes.Gone,
        UncoveredCodes.NotRunning,
        "machine-gone",
        "not-in-azure",
    ];

    private readonly MachineIndex _machines = new(fleet.Machines, fleet.Instances);
    private readonly HashSet<string> _online =
    [
        .. fleet.Agents.Where(static agent => agent.IsOnline).Select(static agent => agent.EntityId),
        .. fleet.ActiveGates.Where(static activeGate => activeGate.IsOnline).Select(static activeGate => activeGate.Id),
    ];

    /// <summary>Whether Azure no longer lists the target's machine. False for a target whose machine is unknown.</summary>
    public bool IsLost(TargetRecord target) => target.Machine is { } machine && _machines.Current(machine) is null;

    /// <summary>Whether Dynatrace sees the target's agent online. False for a target without an agent.</summary>
    public bool IsOnline(TargetRecord target) => target.AgentId is { } id && _online.Contains(id);

    /// <summary>Makes the change of a target that stays as it is.</summary>
    public static FleetChange Keep(TargetRecord target) => new(FleetChangeKind.Facts, target, target);

    /// <summary>Makes the change of a target whose machine is gone for good.</summary>
    public FleetChange Leave(TargetRecord target)
    {
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"Gone from Azure, and offline at Dynatrace since {now.UtcDateTime:yyyy-MM-dd HH:mm'Z'} at the latest; left out by rotation.");
        return new(
            FleetChangeKind.Left,
            target,
            target.MoveTo(TargetState.Skipped, TargetCause.Gone, UncoveredCodes.Gone, message));
    }

    /// <summary>
    /// Makes the change of a target that was found. It takes over new facts, and its state where a reading may change it.
    /// </summary>
    /// <param name="target">The rotation's target.</param>
    /// <param name="found">What was found of it.</param>
    public FleetChange Follow(TargetRecord target, TargetRecord found)
    {
        if (target.State is TargetState.SelfRotating)
        {
            return Keep(target); // one target for a cluster, however many nodes it has today
        }

        TargetRecord facts = Facts(target, found);
        return MayMove(target) && !IsToldOff(target, found)
            ? Move(target, found, facts)
            : new(FleetChangeKind.Facts, target, facts);
    }

    /// <summary>
    /// Makes the change of a target that Dynatrace no longer lists, for example an ActiveGate two hours after it went silent. Whether it
    /// comes back depends on its machine, which Azure reports.
    /// </summary>
    public FleetChange Miss(TargetRecord target)
    {
        bool isUpToItsMachine = target is { State: TargetState.Pending or TargetState.Unreachable } or { IsGone: true };
        if (isUpToItsMachine && target.Machine is { } its && _machines.Current(its) is { } machine)
        {
            return Follow(target, FleetMatcher.Reach(target.Component, machine, target.AgentId));
        }

        return MayMove(target) && target.State is TargetState.Pending && IsLost(target) && IsOnline(target)
            ? new(FleetChangeKind.WentOff, target, NotInAzure(target))
            : Keep(target);
    }

    private FleetChange Move(TargetRecord target, TargetRecord found, TargetRecord facts)
    {
        bool isPassing = target.State.CanMove(TargetCause.CameBack) && _passing.Contains(target.Code);
        bool wasSkipped = target.State is TargetState.Skipped;
        return (target.State, found.State) switch
        {
            (TargetState.Pending, TargetState.Unreachable)
                => new(FleetChangeKind.WentOff, target, Take(facts, found, TargetCause.WentOff)),
            (TargetState.Pending, _) when IsLost(facts) => new(FleetChangeKind.WentOff, target, NotInAzure(facts)),
            (TargetState.Pending, _) => new(FleetChangeKind.Facts, target, facts with { CodeBefore = null }),
            (_, TargetState.Pending) when isPassing
                => new(FleetChangeKind.Back, target, Take(facts, found, TargetCause.CameBack) with { CodeBefore = null }),

            // A known machine is not given up for an agent that Azure knows no machine for.
            (_, TargetState.Unreachable or TargetState.Uncovered)
                when isPassing && (found.Machine is not null || target.Machine is null || wasSkipped)
                => new(
                    wasSkipped ? FleetChangeKind.Back : FleetChangeKind.Facts,
                    target,
                    Take(facts, found, TargetCause.StillOutOfReach)),
            _ => new(FleetChangeKind.Facts, target, facts),
        };
    }

    /// <summary>Whether the target may move; a command in flight decides its state itself.</summary>
    private static bool MayMove(TargetRecord target) => !target.State.IsSettled() && !target.IsBeingChanged();

    /// <summary>
    /// Whether Azure refused a command because the machine is off, and still does not say whether it runs. Without news the target would be
    /// tried for ever; an online agent is such news.
    /// </summary>
    private bool IsToldOff(TargetRecord target, TargetRecord found)
        => target is { State: TargetState.Unreachable, Code: UncoveredCodes.NotRunning }
            && found is { State: TargetState.Pending, Machine.IsStateKnown: false }
            && !IsOnline(found);

    private static TargetRecord NotInAzure(TargetRecord target)
        => target.MoveTo(
            TargetState.Unreachable,
            TargetCause.WentOff,
            "not-in-azure",
            "Azure no longer lists its machine, but Dynatrace still sees it online. The machine may have moved, or this program may lack"
                + " the right to read it.");

    private static TargetRecord Take(TargetRecord target, TargetRecord found, TargetCause cause)
        => target.MoveTo(found.State, cause, found.Code, found.Message);

    private TargetRecord Facts(TargetRecord target, TargetRecord found)
    {
        bool isAnother = target.AgentId is not null && found.AgentId is not null && target.AgentId != found.AgentId;
        return target with
        {
            Machine = found.Machine ?? target.Machine,
            AgentId = found.AgentId ?? target.AgentId,
            Pool = found.Pool ?? target.Pool,
            ConnectedHosts = found.ConnectedHosts ?? target.ConnectedHosts,
            IsRemembered = target.IsRemembered && found.AgentId is null,
            LastSeen = IsOnline(found) ? null : found.LastSeen ?? target.LastSeen,
            RecreatedAt = isAnother ? now : target.RecreatedAt,
        };
    }
}
