namespace TenantTokens.Rotations.Activities;

/// <summary>Which wave is done.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave.</param>
public sealed record CompleteWaveInput(string RotationId, int Wave);
