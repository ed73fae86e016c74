namespace TenantTokens.Rotations.Plans;

/// <summary>At most 100 targets of one lane, which one orchestration drives.</summary>
/// <param name="Lane">The lane's number in its wave.</param>
/// <param name="Number">The segment's number in its lane; a lane runs them one after another.</param>
/// <param name="Scope">Subscription and region, for people.</param>
/// <param name="Window">How many of its targets may be in flight at once; 1 for the ActiveGates of a pool.</param>
/// <param name="TargetIds">The ids of the targets.</param>
public sealed record SegmentRecord(int Lane, int Number, string Scope, int Window, IReadOnlyList<string> TargetIds);
