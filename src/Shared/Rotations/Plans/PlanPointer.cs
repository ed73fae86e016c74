namespace TenantTokens.Rotations.Plans;

/// <summary>Where a plan's rows are. Changes by addition only.</summary>
/// <param name="Hash">The plan.</param>
/// <param name="RotationId">The rotation, or the draft, that it was made for.</param>
/// <param name="At">When.</param>
/// <param name="IsDraft">True when it was made alone: its rows are deleted when newer plans push it out.</param>
public sealed record PlanPointer(string Hash, string RotationId, DateTimeOffset At, bool IsDraft);
