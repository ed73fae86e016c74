using TenantTokens.Approvals;

namespace TenantTokens.Rotations;

/// <summary>What is not proved to be on the wanted token, by name (I1).</summary>
public static class NamedRest
{
    /// <summary>At the finish gate: every target that is not on the new token, and every host that still runs processes with the old one.</summary>
    public static IReadOnlyList<RestItem> OfFinish(IEnumerable<TargetRecord> targets)
    {
        List<RestItem> rest = [];
        foreach (TargetRecord target in targets)
        {
            if (!target.IsOnNewToken)
            {
                rest.Add(Line(target));
            }
            else if (target.Stale is { Count: > 0 } stale)
            {
                rest.Add(new(target.Name, RestItem.StaleProcesses, $"{stale.Count} processes keep the old token until they are restarted: {string.Join(", ", stale.Names)}", target.TargetId, stale.Count));
            }
        }

        return rest;
    }

    /// <summary>
    /// What a finish gate asks about. Targets whose turn is still to come are not among it: they are rotated while the gate is open, and finish waits for
    /// them.
    /// </summary>
    public static IReadOnlyList<RestItem> ToAccept(IEnumerable<TargetRecord> targets) => OfFinish(targets.Where(static target => target.State is not TargetState.Pending));

    /// <summary>At a continue gate: the targets that stand in the way of going on.</summary>
    public static IReadOnlyList<RestItem> OfContinue(IEnumerable<TargetRecord> targets) => [.. targets.Select(Line)];

    /// <summary>At the cancel gate: every touched target that is not proved to be back on the old token.</summary>
    public static IReadOnlyList<RestItem> OfCancel(IEnumerable<TargetRecord> targets)
        => [.. targets.Where(static target => target is { IsTouched: true, State: not TargetState.Restored }).Select(Line)];

    /// <summary>What was added or became worse since the approval; empty when the approval still covers everything.</summary>
    public static IReadOnlyList<RestItem> Growth(IEnumerable<RestItem> now, IReadOnlyCollection<RestItem> approved)
        => [.. now.Where(item => item.State != RestItem.Gone && !approved.Any(item.IsCoveredBy))];

    private static RestItem Line(TargetRecord target) => new(target.Name, target.IsGone ? RestItem.Gone : target.State.ToString(), Reason(target), target.TargetId);

    private static string Reason(TargetRecord target) => $"{target.Message ?? target.Code ?? "not settled"}{(target.SkippedBy is { } by ? $" (left out by {by})" : "")}{LastSeen.Words(target)}";
}
