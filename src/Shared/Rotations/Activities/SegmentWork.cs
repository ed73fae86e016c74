namespace TenantTokens.Rotations.Activities;

/// <summary>What a segment has to do.</summary>
/// <param name="Action">What it asks of its hosts.</param>
/// <param name="Generation">The direction.</param>
/// <param name="Window">How many at once.</param>
/// <param name="Targets">Those that are not settled yet.</param>
public sealed record SegmentWork(TargetAction Action, long Generation, int Window, IReadOnlyList<SegmentTarget> Targets)
{
    /// <summary>Whether the rotation has turned since the wave was laid: nothing of it is sent, not what was left over either.</summary>
    public bool IsTurned { get; init; }
}
