namespace TenantTokens.Rotations.Gates;

/// <summary>A gate of a rotation. Stored in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation's id.</param>
/// <param name="GateId">The gate's id.</param>
public sealed record GateInput(string RotationId, string GateId);
