namespace TenantTokens.Rotations.Activities;

/// <summary>What the watch after finish saw. Levels, not changes: a repeated look gives the same.</summary>
/// <param name="Dark">How many were online before finish and are not now.</param>
/// <param name="RejectedRose">Whether more messages are rejected than before.</param>
/// <param name="IsOver">True when the time for it has passed.</param>
public sealed record FinishWatchOutcome(int Dark, bool RejectedRose, bool IsOver);
