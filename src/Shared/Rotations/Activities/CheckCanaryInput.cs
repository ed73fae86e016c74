namespace TenantTokens.Rotations.Activities;

/// <summary>Asks whether the host that went ahead is online.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave of one that it is in.</param>
public sealed record CheckCanaryInput(string RotationId, int Wave);
