namespace TenantTokens.Rotations;

/// <summary>How an orchestration ended. Kept in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Phase">Completed or Cancelled; another one when its history was long and a new orchestration has to go on from there.</param>
public sealed record RotationOutcome(string RotationId, RotationPhase Phase);
