namespace TenantTokens.Rotations.Activities;

/// <summary>The gate whose approvers chose to leave its named rest out.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="GateId">The gate.</param>
public sealed record SkipRestInput(string RotationId, string GateId);
