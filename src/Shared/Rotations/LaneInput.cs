namespace TenantTokens.Rotations;

/// <summary>Which lane to run.</summary>
/// <param name="Wave">The wave it belongs to.</param>
/// <param name="Lane">The lane's number in the wave.</param>
/// <param name="Segments">How many segments it has.</param>
public sealed record LaneInput(WaveInput Wave, int Lane, int Segments);
