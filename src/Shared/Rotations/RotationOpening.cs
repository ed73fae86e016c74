namespace TenantTokens.Rotations;

/// <summary>The answer to a request for a rotation.</summary>
/// <param name="Rotation">The rotation that the request belongs to.</param>
/// <param name="IsNew">
/// True when this request created it. False when it existed: it is the environment's open one, or an earlier request had the same key.
/// </param>
public sealed record RotationOpening(RotationRecord Rotation, bool IsNew);
