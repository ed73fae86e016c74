namespace TenantTokens.Fleet.Targets;

/// <summary>The number of targets in each state. The ten final states and Pending add up to the total, on every page and report.</summary>
public sealed record Coverage(
    int Total,
    int Rotated,
    int AlreadyCurrent,
    int Failed,
    int Unreachable,
    int Skipped,
    int Expired,
    int Inconclusive,
    int Restored,
    int SelfRotating,
    int Uncovered,
    int Pending)
{
    /// <summary>Counts the targets by state.</summary>
    public static Coverage From(IReadOnlyCollection<TargetRecord> targets)
    {
        int Count(TargetState state) => targets.Count(target => target.State == state);
        return new(
            targets.Count,
            Count(TargetState.Rotated),
            Count(TargetState.AlreadyCurrent),
            Count(TargetState.Failed),
            Count(TargetState.Unreachable),
            Count(TargetState.Skipped),
            Count(TargetState.Expired),
            Count(TargetState.Inconclusive),
            Count(TargetState.Restored),
            Count(TargetState.SelfRotating),
            Count(TargetState.Uncovered),
            Count(TargetState.Pending));
    }

    /// <summary>Lists the counts with their names; the total comes last.</summary>
    public IEnumerable<(string State, int Count)> Lines()
    {
        yield return (nameof(Rotated), Rotated);
        yield return (nameof(AlreadyCurrent), AlreadyCurrent);
        yield return (nameof(Failed), Failed);
        yield return (nameof(Unreachable), Unreachable);
        yield return (nameof(Skipped), Skipped);
        yield return (nameof(Expired), Expired);
        yield return (nameof(Inconclusive), Inconclusive);
        yield return (nameof(Restored), Restored);
        yield return (nameof(SelfRotating), SelfRotating);
        yield return (nameof(Uncovered), Uncovered);
        yield return (nameof(Pending), Pending);
        yield return (nameof(Total), Total);
    }
}
