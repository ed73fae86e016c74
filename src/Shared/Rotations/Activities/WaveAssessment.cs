namespace TenantTokens.Rotations.Activities;

/// <summary>Whether a wave may be followed by the next.</summary>
/// <param name="HoldCode">Why not, for machines; null when it may.</param>
/// <param name="HoldMessage">Why not, for people.</param>
public sealed record WaveAssessment(string? HoldCode = null, string? HoldMessage = null);
