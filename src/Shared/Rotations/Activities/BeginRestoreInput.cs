namespace TenantTokens.Rotations.Activities;

/// <summary>Asks to put the old token back.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="RetryLeft">True when an approver asked to try the targets that are left once more.</param>
public sealed record BeginRestoreInput(string RotationId, bool RetryLeft);
