using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>Which segment to run. Kept in histories: changes by addition only.</summary>
/// <param name="Wave">The wave it belongs to.</param>
/// <param name="Lane">The lane's number in the wave.</param>
/// <param name="Segment">The segment's number in the lane.</param>
/// <param name="Left">What an orchestration whose history was full left over; null to begin.</param>
public sealed record SegmentInput(WaveInput Wave, int Lane, int Segment, IReadOnlyList<SegmentTarget>? Left = null);
