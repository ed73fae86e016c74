namespace TenantTokens.Rotations.Activities;

/// <summary>One target of a segment.</summary>
/// <param name="TargetId">The target.</param>
/// <param name="NextAttempt">The attempt to make, or to follow when it was made already.</param>
public sealed record SegmentTarget(string TargetId, int NextAttempt);
