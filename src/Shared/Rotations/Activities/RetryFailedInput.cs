using TenantTokens.Fleet;

namespace TenantTokens.Rotations.Activities;

/// <summary>Asks to try again what failed.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Component">Of which component.</param>
public sealed record RetryFailedInput(string RotationId, Component Component);
