namespace TenantTokens.Rotations;

/// <summary>Which lane to run. Kept in histories: changes by addition only.</summary>
/// <param name="Wave">The wave it belongs to.</param>
/// <param name="Lane">The lane's number in the wave.</param>
/// <param name="Segments">How many segments it has.</param>
/// <param name="From">The first segment to run: those before it were run by an orchestration whose history was full.</param>
public sealed record LaneInput(WaveInput Wave, int Lane, int Segments, int From = 0);
