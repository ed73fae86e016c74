namespace TenantTokens.Rotations.Gates;

/// <summary>A gate of a rotation. Kept in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="GateId">The gate.</param>
public sealed record GateInput(string RotationId, string GateId);
