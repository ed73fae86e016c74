namespace TenantTokens.Rotations.Gates;

/// <summary>The gate whose approvers chose to leave its exceptions out.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="GateId">The gate.</param>
public sealed record ApprovedGateInput(string RotationId, string GateId);
