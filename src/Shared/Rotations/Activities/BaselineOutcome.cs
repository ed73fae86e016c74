namespace TenantTokens.Rotations.Activities;

/// <summary>What was recorded before start.</summary>
/// <param name="IsInconclusive">True when the metric of rejected messages was not available.</param>
/// <param name="Online">How many OneAgents were online.</param>
public sealed record BaselineOutcome(bool IsInconclusive, int Online);
