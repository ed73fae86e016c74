namespace TenantTokens.Schedules;

/// <summary>What a message about the vault's secrets says. Exactly one of the three is set.</summary>
/// <param name="NearExpiry">A version of a secret expires soon.</param>
/// <param name="OtherType">The type of an event that says something else.</param>
/// <param name="Problem">Why the message could not be read: where, and what is allowed there.</param>
public sealed record ParsedSecretEvent(SecretNearExpiry? NearExpiry = null, string? OtherType = null, string? Problem = null);
