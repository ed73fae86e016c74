namespace TenantTokens.Rotations.Plans;

/// <summary>Where a plan's rows are. Changes by addition only.</summary>
/// <param name="Hash">The plan's hash.</param>
/// <param name="RotationId">The id of the rotation or draft that it was made for.</param>
/// <param name="At">When it was made (UTC).</param>
/// <param name="IsDraft">True for a plan without a rotation. Its rows are deleted when it drops out of <see cref="PlanHistory"/>.</param>
public sealed record PlanPointer(string Hash, string RotationId, DateTimeOffset At, bool IsDraft);
