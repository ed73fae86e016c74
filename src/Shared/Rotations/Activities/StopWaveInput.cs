namespace TenantTokens.Rotations.Activities;

/// <summary>Which wave sends nothing new.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave.</param>
public sealed record StopWaveInput(string RotationId, int Wave);
