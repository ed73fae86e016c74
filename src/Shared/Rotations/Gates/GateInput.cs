namespace TenantTokens.Rotations.Gates;

/// <summary>Which gate to count.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="GateId">The gate.</param>
public sealed record GateInput(string RotationId, string GateId);
