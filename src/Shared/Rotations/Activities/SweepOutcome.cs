namespace TenantTokens.Rotations.Activities;

/// <summary>What a sweep came to. Changes by addition only.</summary>
/// <param name="Deleted">Run commands that are gone now.</param>
/// <param name="Left">Run commands that are still there, or may be.</param>
/// <param name="IsOver">True when no further sweep is due: nothing is left and nothing new comes, or the time for it has passed.</param>
public sealed record SweepOutcome(int Deleted, int Left, bool IsOver = false);
