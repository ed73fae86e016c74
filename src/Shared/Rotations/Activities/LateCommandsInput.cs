namespace TenantTokens.Rotations.Activities;

/// <summary>Asks how long late commands may still arrive.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Action">Commands of which action.</param>
public sealed record LateCommandsInput(string RotationId, TargetAction Action);
