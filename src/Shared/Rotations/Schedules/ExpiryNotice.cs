namespace TenantTokens.Rotations.Schedules;

/// <summary>The vault has said that a version expires soon. Changes by addition only.</summary>
/// <param name="EventId">The event that said so.</param>
/// <param name="Version">The version, in force when it was said.</param>
/// <param name="ExpiresOn">When it expires.</param>
/// <param name="At">When we heard of it: a rotation is due since then.</param>
public sealed record ExpiryNotice(string EventId, string Version, DateTimeOffset ExpiresOn, DateTimeOffset At);
