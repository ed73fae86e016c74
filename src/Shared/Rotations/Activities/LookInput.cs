namespace TenantTokens.Rotations.Activities;

/// <summary>Asks for a look at the watches.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="IsSoaking">True while the first of a component soaks: then nothing may become worse.</param>
public sealed record LookInput(string RotationId, bool IsSoaking = false);
