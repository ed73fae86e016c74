namespace TenantTokens.Rotations.Activities;

/// <summary>Whether there is a round of the sweep.</summary>
/// <param name="IsOver">True when its time has passed or a new rotation has begun.</param>
/// <param name="Pending">How many targets have their turn in this round.</param>
/// <param name="IsHeld">Whether nothing may be sent: another copy holds the claim on this rotation.</param>
public sealed record SweepRound(bool IsOver, int Pending = 0, bool IsHeld = false);
