namespace TenantTokens.Rotations.Activities;

/// <summary>Whether there is a round of the sweep.</summary>
/// <param name="IsOver">True when its time has passed or a new rotation has begun.</param>
/// <param name="Pending">How many targets have their turn in this round.</param>
public sealed record SweepRound(bool IsOver, int Pending = 0);
