namespace TenantTokens.Rotations.Calls;

/// <summary>What came of finish or cancel. Kept in histories: changes by addition only.</summary>
/// <param name="IsDone">True when it took effect.</param>
/// <param name="Code">Else why, for machines.</param>
/// <param name="Message">Else why, for people.</param>
/// <param name="IsOpen">True when it is not known yet: look again.</param>
/// <param name="InForce">The fingerprint of the token in force at the last look; null when it could not be read.</param>
public sealed record CallOutcome(bool IsDone, string? Code = null, string? Message = null, bool IsOpen = false, string? InForce = null);
