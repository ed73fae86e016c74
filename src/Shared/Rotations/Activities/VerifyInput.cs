namespace TenantTokens.Rotations.Activities;

/// <summary>Asks whether what was changed is online.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="IsLastLook">True when what is not online now shall be Inconclusive.</param>
public sealed record VerifyInput(string RotationId, bool IsLastLook);
