namespace TenantTokens.Rotations.Activities;

/// <summary>The lanes of a wave.</summary>
/// <param name="Segments">How many segments each lane has.</param>
/// <param name="AtOnce">How many lanes may run side by side: with more lanes than the run's cap, some wait.</param>
public sealed record LaneList(IReadOnlyList<int> Segments, int AtOnce);
