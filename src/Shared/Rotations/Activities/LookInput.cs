namespace TenantTokens.Rotations.Activities;

/// <summary>Asks for a look at the watches.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="IsSoaking">True while the first of a component soaks: then nothing may become worse.</param>
/// <param name="IsBeforeCanary">True before a canary is moved: what is rejected then is no rise afterwards.</param>
public sealed record LookInput(string RotationId, bool IsSoaking = false, bool IsBeforeCanary = false);
