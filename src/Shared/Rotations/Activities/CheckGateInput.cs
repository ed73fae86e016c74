namespace TenantTokens.Rotations.Activities;

/// <summary>Which ActiveGate to look at.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="TargetId">The target.</param>
/// <param name="IsLastLook">True when it shall be Inconclusive if it is not online now.</param>
/// <param name="Wave">The wave whose failure that is.</param>
public sealed record CheckGateInput(string RotationId, string TargetId, bool IsLastLook, int Wave = 0);
