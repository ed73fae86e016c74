using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Derives problems and warnings from probed targets. A pure function: the same fleet always gives the same findings in the same order.
/// </summary>
public static class PlanFindings
{
    /// <summary>Returns everything that people should know before a rotation starts.</summary>
    /// <param name="targets">The targets, probed.</param>
    /// <param name="operatorsHeld">
    /// Whether a person confirmed, or the policy says, that Kubernetes operators are held back until the ActiveGates are done.
    /// </param>
    public static IReadOnlyList<PlanFinding> From(IReadOnlyList<TargetRecord> targets, bool operatorsHeld) =>
    [
        .. targets.Where(static target => target is { Component: Component.ActiveGate, State: not TargetState.Pending })
            .Select(BlockedActiveGate),
        .. Operated(targets, operatorsHeld),
        .. targets.All(static target => target.State is not TargetState.Pending) ? [NothingToRotate(targets)] : Array.Empty<PlanFinding>(),
        .. LonelyGates(targets),
        .. targets.Where(static target => target is { Component: Component.OneAgent, State: not (TargetState.Pending
            or TargetState.SelfRotating) }).Select(LeftOut),
        .. targets.Where(static target => Math.Abs(target.Probe?.ClockSkewSeconds ?? 0) > ClockSkew.ToleranceSeconds).Select(Skewed),
        .. targets.Where(static target => target is { IsRemembered: true, State: TargetState.Pending }).Select(Unlisted),
        .. RunCommandFindings.From(targets),
        .. targets.Where(static target => target.Machine?.ArcTwin is not null)
            .DistinctBy(static target => target.Machine!.ResourceId)
            .Select(Twin),
    ];

    /// <summary>
    /// The finding for an ActiveGate that cannot be rotated. When no run command can reach it, it is rotated by hand, or accepted by name
    /// at the gate before the first OneAgent (docs/invariants.md#i6).
    /// </summary>
    private static PlanFinding BlockedActiveGate(TargetRecord activeGate) => activeGate.OtherFingerprint is not null
        ? new(
            PlanSeverity.Warning,
            "activegate-older-token",
            activeGate.Name,
            $"{activeGate.Name}: {activeGate.Message} After the other ActiveGates, a gate asks the approvers about it by name, before any"
                + $" OneAgent is touched.")
        : activeGate.Code is UncoveredCodes.Container or UncoveredCodes.ScaleSetInstance
            ? new(
                PlanSeverity.Warning,
                "activegate-uncovered",
                activeGate.Name,
                $"{activeGate.Name} cannot be reached ({activeGate.Code}: {activeGate.Message}) After the other ActiveGates, a gate asks"
                    + $" the approvers about it by name, before any OneAgent is touched.")
                : new(
                    PlanSeverity.Problem,
                    "activegate-blocked",
                    activeGate.Name,
                    $"{activeGate.Name} cannot be rotated ({activeGate.Code}: {activeGate.Message}), and no OneAgent may be touched"
                        + $" before this ActiveGate.{LastSeen.Words(activeGate)}");

    private static PlanFinding NothingToRotate(IReadOnlyList<TargetRecord> targets)
    {
        int others = targets.Count(static target => target.CanAcceptOther);
        return others == 0
            ? new(
                PlanSeverity.Problem,
                "nothing-to-rotate",
                null,
                "No target can be rotated. Check the fleet's subscriptions and query, and the rights to read them.")
            : new(
                PlanSeverity.Warning,
                "only-older-tokens",
                null,
                $"{others} of {targets.Count} targets carry a token that is not the one in force, and no other target can be rotated. An"
                    + $" earlier rotation may have missed them, "
                + "or somebody else has rotated this environment: check Dynatrace. A gate asks the approvers before start.");
    }

    private static PlanFinding LeftOut(TargetRecord target)
        => new(PlanSeverity.LeftOut, target.Code ?? "left-out", target.Name, $"{target.Message}{LastSeen.Words(target)}");

    private static PlanFinding Unlisted(TargetRecord target)
        => new(
            PlanSeverity.Warning,
            UncoveredCodes.NotListed,
            target.Name,
            $"An earlier plan knew {target.Name}, and it is still on its machine, but Dynatrace does not list it now. It is treated like"
                + $" any other target.{LastSeen.Words(target)}");

    private static PlanFinding Skewed(TargetRecord target)
        => new(PlanSeverity.Warning, "clock-skew", target.Name, $"The clock of {target.Name} is {target.Probe!.ClockSkewSeconds} s off.");

    private static PlanFinding Twin(TargetRecord target)
        => new(
            PlanSeverity.Warning,
            "vm-and-arc",
            target.Name,
            $"Is an Azure VM and an Arc machine ({target.Machine!.ArcTwin}): run commands go to the VM. Remove one of the two.");

    private static IEnumerable<PlanFinding> Operated(IEnumerable<TargetRecord> targets, bool isHeld)
        => targets.Where(static target => target.State is TargetState.SelfRotating).Select(cluster => (cluster.IsBehindGates, isHeld) switch
        {
            (false, _) => new PlanFinding(
                PlanSeverity.Note,
                "self-rotating",
                cluster.Name,
                $"{cluster.Message} No rotated ActiveGate serves its zones."),
            (true, true) => new(
                PlanSeverity.Note,
                "operator-held",
                cluster.Name,
                $"{cluster.Message} The requester confirmed that its Dynatrace Operator stays scaled to zero until the ActiveGates are"
                    + $" done."),
            _ => new(
                PlanSeverity.Problem,
                "operator-not-held",
                cluster.Name,
                $"{cluster.Name}: {cluster.Message} ActiveGates of its zones still have the old token at that time and reject these"
                    + $" agents. Scale its Dynatrace Operator to zero until the ActiveGates are done, and confirm that with 'rotate"
                    + $" --operators-held' (for every rotation: policy.kubernetes.held)."),
        });

    private static IEnumerable<PlanFinding> LonelyGates(IEnumerable<TargetRecord> targets)
        => targets
            .Where(static target => target is { Component: Component.ActiveGate, Pool: not null })
            .GroupBy(static activeGate => activeGate.Pool!)
            .Where(static pool => pool.Count() == 1)
            .Select(static pool => pool.First())
            .Select(static activeGate => new PlanFinding(
                PlanSeverity.Warning,
                "pool-of-one",
                activeGate.Name,
                $"{activeGate.Name} is alone in its pool ({activeGate.Pool}) with {activeGate.ConnectedHosts ?? 0} connected hosts."
                    + " Its restart interrupts monitoring of the hosts that have no other route."));
}
