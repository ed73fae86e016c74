using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Exceptions;

/// <summary>Lists the targets that are not proved to use the wanted token, by name (docs/invariants.md#i1).</summary>
public static class AcceptedExceptions
{
    /// <summary>
    /// For the finish gate: every target without the new token, and every host that still runs processes with the old one.
    /// </summary>
    public static IReadOnlyList<ExceptionItem> ForFinish(IEnumerable<TargetRecord> targets)
    {
        List<ExceptionItem> rest = [];
        foreach (TargetRecord target in targets)
        {
            if (!target.IsOnNewToken)
            {
                rest.Add(Line(target));
            }
            else if (target.Stale is { Count: > 0 } stale)
            {
                rest.Add(new(
                    target.Name,
                    ExceptionItem.StaleProcesses,
                    $"{stale.Count} processes keep the old token until they are restarted: {string.Join(", ", stale.Names)}",
                    target.TargetId,
                    stale.Count));
            }
        }

        return rest;
    }

    /// <summary>
    /// The exceptions that a finish gate asks about. Targets that are still to be rotated are not included: they are rotated while the gate
    /// is open, and finish waits for them.
    /// </summary>
    public static IReadOnlyList<ExceptionItem> ToAccept(IEnumerable<TargetRecord> targets)
        => ForFinish(targets.Where(static target => target.State is not TargetState.Pending));

    /// <summary>For a continue gate: the targets that prevent the rotation from going on.</summary>
    public static IReadOnlyList<ExceptionItem> ForContinue(IEnumerable<TargetRecord> targets) => [.. targets.Select(Line)];

    /// <summary>For the cancel gate: every target that may have the new token and is not proved to have the old one again.</summary>
    public static IReadOnlyList<ExceptionItem> ForCancel(IEnumerable<TargetRecord> targets)
        => [.. targets.Where(static target => target.MayBeOnNewToken).Select(Line)];

    /// <summary>For the gate before the ActiveGates get the old token back: the OneAgents that they would then reject.</summary>
    /// <param name="targets">All targets.</param>
    /// <param name="operatorsHaveMoved">Whether Kubernetes operators may have rotated their agents by now.</param>
    public static IReadOnlyList<ExceptionItem> ForRestoringActiveGates(IEnumerable<TargetRecord> targets, bool operatorsHaveMoved) =>
    [
        .. targets
            .Where(target => target is { Component: Component.OneAgent, IsGone: false }
                && (target.MayBeOnNewToken || (operatorsHaveMoved && target is { State: TargetState.SelfRotating, IsBehindGates: true })))
            .Select(Line),
    ];

    /// <summary>For the close gate: every target that got an apply, since nothing changes it any more.</summary>
    public static IReadOnlyList<ExceptionItem> ForClose(IEnumerable<TargetRecord> targets)
        => [.. targets.Where(static target => target.IsTouched).Select(Line)];

    /// <summary>Returns the exceptions that are new or worse since the approval; empty when the approval still covers everything.</summary>
    public static IReadOnlyList<ExceptionItem> Growth(IEnumerable<ExceptionItem> now, IReadOnlyCollection<ExceptionItem> approved)
        => [.. now.Where(item => item.State != ExceptionItem.Gone && !approved.Any(item.IsCoveredBy))];

    private static ExceptionItem Line(TargetRecord target)
        => new(
            target.Name,
            target.IsGone ? ExceptionItem.Gone : target.State.ToString(),
            Reason(target),
            target.TargetId,
            UnclaimedMachines.IsLine(target) ? UnclaimedMachines.Bound(target.Agents) : 0)
        {
            OlderToken = target.CanAcceptOther ? target.OtherFingerprint : null,
        };

    private static string Reason(TargetRecord target)
        => $"{target.Message ?? target.Code ?? "not settled"}{(target.SkippedBy is { } by ? $" (left out by {by})" : "")}"
            + $"{LastSeen.Words(target)}";
}
