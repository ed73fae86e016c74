namespace TenantTokens.Rotations.Activities;

/// <summary>What Dynatrace said.</summary>
/// <param name="NotOnline">How many changed targets are not online yet.</param>
public sealed record VerifyOutcome(int NotOnline);
