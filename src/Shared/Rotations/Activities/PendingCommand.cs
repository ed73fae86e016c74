namespace TenantTokens.Rotations.Activities;

/// <summary>What operators have said that was not heeded yet.</summary>
/// <param name="Command">The next command; null when there is none.</param>
/// <param name="Paused">Whether nothing new may be sent.</param>
/// <param name="Emergency">Whether the rotation is an emergency by now.</param>
public sealed record PendingCommand(RotationCommand? Command, bool Paused = false, bool Emergency = false);
