namespace TenantTokens.Rotations.Activities;

/// <summary>Asks to start or to recover a start.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="SettleTimePassed">True when connection info has been asked for long enough.</param>
public sealed record StartInput(string RotationId, bool SettleTimePassed);
