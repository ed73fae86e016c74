namespace TenantTokens.Rotations;

/// <summary>Which rotation an orchestration drives, and how long it waits. Everything else it reads from the ledger.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Waits">The policy's waits.</param>
public sealed record RotationInput(string RotationId, RotationWaits Waits);
