namespace TenantTokens.Rotations;

/// <summary>Which segment to run.</summary>
/// <param name="Wave">The wave it belongs to.</param>
/// <param name="Lane">The lane's number in the wave.</param>
/// <param name="Segment">The segment's number in the lane.</param>
public sealed record SegmentInput(WaveInput Wave, int Lane, int Segment);
