namespace TenantTokens.Rotations;

/// <summary>How an orchestration ended.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Phase">Completed or Cancelled.</param>
public sealed record RotationOutcome(string RotationId, RotationPhase Phase);
