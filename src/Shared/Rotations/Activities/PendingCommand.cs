namespace TenantTokens.Rotations.Activities;

/// <summary>The next command to take.</summary>
/// <param name="Command">Null when there is none.</param>
public sealed record PendingCommand(RotationCommand? Command);
