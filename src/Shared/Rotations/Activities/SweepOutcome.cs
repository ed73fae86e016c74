namespace TenantTokens.Rotations.Activities;

/// <summary>What a sweep came to.</summary>
/// <param name="Deleted">Run commands that were deleted.</param>
/// <param name="Left">Run commands that could not be, for example on machines that are off.</param>
public sealed record SweepOutcome(int Deleted, int Left);
