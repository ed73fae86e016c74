namespace TenantTokens.Rotations.Activities;

/// <summary>Which gate to count.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="GateId">The gate.</param>
public sealed record SettleGateInput(string RotationId, string GateId);
