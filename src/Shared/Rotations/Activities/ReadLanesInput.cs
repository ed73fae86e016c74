namespace TenantTokens.Rotations.Activities;

/// <summary>Which wave's lanes to read.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave.</param>
public sealed record ReadLanesInput(string RotationId, int Wave);
