namespace TenantTokens.Fleet;

/// <summary>What a rotation's targets become.</summary>
/// <param name="Changes">Every target that changes, each once.</param>
/// <param name="Withheld">How many look gone but stay, because the reading looks incomplete.</param>
/// <param name="Match">What the reading comes to by itself.</param>
public sealed record FleetMergeResult(IReadOnlyList<FleetChange> Changes, int Withheld, FleetMatch Match)
{
    /// <summary>How many changes are of a kind.</summary>
    public int Count(FleetChangeKind kind, Component? component = null)
        => Changes.Count(change => change.Kind == kind && (component is null || change.After.Component == component));
}
