namespace TenantTokens.Rotations.Activities;

/// <summary>Whether the plan may start.</summary>
/// <param name="IsConfirmed">True when it was confirmed.</param>
public sealed record Confirmation(bool IsConfirmed);
