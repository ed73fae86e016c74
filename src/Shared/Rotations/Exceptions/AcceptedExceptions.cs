using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Exceptions;

/// <summary>What is not proved to be on the wanted token, by name (docs/invariants.md#i1).</summary>
public static class AcceptedExceptions
{
    /// <summary>
    /// At the finish gate: every target that is not on the new token, and every host that still runs processes with the old one.
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
    /// What a finish gate asks about. Targets whose turn is still to come are not among it: they are rotated while the gate is open, and
    /// finish waits for them.
    /// </summary>
    public static IReadOnlyList<ExceptionItem> ToAccept(IEnumerable<TargetRecord> targets)
        => ForFinish(targets.Where(static target => target.State is not TargetState.Pending));

    /// <summary>At a continue gate: the targets that stand in the way of going on.</summary>
    public static IReadOnlyList<ExceptionItem> ForContinue(IEnumerable<TargetRecord> targets) => [.. targets.Select(Line)];

    /// <summary>At the cancel gate: every target that may be on the new token and is not proved to be back on the old one.</summary>
    public static IReadOnlyList<ExceptionItem> ForCancel(IEnumerable<TargetRecord> targets)
        => [.. targets.Where(static target => target.MayBeOnNewToken).Select(Line)];

    /// <summary>Before the ActiveGates get the old token back: the OneAgents that they would reject.</summary>
    /// <param name="targets">All targets.</param>
    /// <param name="operatorsHaveMoved">Whether Kubernetes operators may have moved their agents by now.</param>
    public static IReadOnlyList<ExceptionItem> ForRestoringActiveGates(IEnumerable<TargetRecord> targets, bool operatorsHaveMoved) =>
    [
        .. targets
            .Where(target => target is { Component: Component.OneAgent, IsGone: false }
                && (target.MayBeOnNewToken || (operatorsHaveMoved && target is { State: TargetState.SelfRotating, IsBehindGates: true })))
            .Select(Line),
    ];

    /// <summary>At the close gate: every touched target, since nobody moves it any more.</summary>
    public static IReadOnlyList<ExceptionItem> ForClose(IEnumerable<TargetRecord> targets)
        => [.. targets.Where(static target => target.IsTouched).Select(Line)];

    /// <summary>What was added or became worse since the approval; empty when the approval still covers everything.</summary>
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
