namespace TenantTokens.Rotations.Activities;

/// <summary>Asks how long late commands may still arrive.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Action">Commands of which action that would do harm; null for every command that changes a host.</param>
public sealed record LateCommandsInput(string RotationId, TargetAction? Action);
