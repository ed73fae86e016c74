namespace TenantTokens.Rotations.Calls;

/// <summary>The outcome of finish or cancel. Stored in histories: changes by addition only.</summary>
/// <param name="IsDone">True when the call took effect.</param>
/// <param name="Code">The code of the reason when it did not; else null.</param>
/// <param name="Message">The reason for people when it did not; else null.</param>
/// <param name="IsOpen">True when the outcome is not known yet, and the caller must check again.</param>
/// <param name="InForce">The fingerprint of the token in force at the last check; null when it could not be read.</param>
public sealed record CallOutcome(bool IsDone, string? Code = null, string? Message = null, bool IsOpen = false, string? InForce = null);
