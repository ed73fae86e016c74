namespace TenantTokens.Rotations.Activities;

/// <summary>Which wave to look at.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave.</param>
public sealed record AssessWaveInput(string RotationId, int Wave);
