using System.Globalization;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>One look at the fleet, and what it makes of a single target.</summary>
/// <param name="fleet">What Azure and Dynatrace say.</param>
/// <param name="now">When they said so.</param>
internal sealed class FleetLook(FleetReading fleet, DateTimeOffset now)
{
    /// <summary>Reasons that a later look can take away.</summary>
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

    /// <summary>The target stays as it is.</summary>
    public static FleetChange Keep(TargetRecord target) => new(FleetChangeKind.Facts, target, target);

    /// <summary>The target's machine is gone for good.</summary>
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

    /// <summary>The target was found: it takes over what is new of it, and its state where a look may change it.</summary>
    /// <param name="target">The rotation's target.</param>
    /// <param name="found">What was found of it.</param>
    public FleetChange Follow(TargetRecord target, TargetRecord found)
    {
        if (target.State is TargetState.SelfRotating)
        {
            return Keep(target); // one line for a cluster, however many nodes it has today
        }

        TargetRecord facts = Facts(target, found);
        return MayMove(target) && !IsToldOff(target, found)
            ? Move(target, found, facts)
            : new(FleetChangeKind.Facts, target, facts);
    }

    /// <summary>
    /// Dynatrace lists it no more: an ActiveGate two hours after it went silent. Whether it comes back is up to its machine, which Azure
    /// tells of.
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

            // A machine that is known is not given up for an agent that Azure knows no machine of.
            (_, TargetState.Unreachable or TargetState.Uncovered)
                when isPassing && (found.Machine is not null || target.Machine is null || wasSkipped)
                => new(
                    wasSkipped ? FleetChangeKind.Back : FleetChangeKind.Facts,
                    target,
                    Take(facts, found, TargetCause.StillOutOfReach)),
            _ => new(FleetChangeKind.Facts, target, facts),
        };
    }

    /// <summary>A command under way settles its target by itself.</summary>
    private static bool MayMove(TargetRecord target) => !target.State.IsSettled() && !target.IsBeingChanged();

    /// <summary>
    /// Azure refused a command because the machine is off, and still does not say by itself whether it runs. Without news of the machine
    /// it would be tried for ever; its agent online is such news.
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
