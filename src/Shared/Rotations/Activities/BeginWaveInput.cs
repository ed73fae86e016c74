namespace TenantTokens.Rotations.Activities;

/// <summary>Which wave begins, or begins again.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave.</param>
public sealed record BeginWaveInput(string RotationId, int Wave);
