namespace TenantTokens.Rotations.Schedules;

/// <summary>A near-expiry event of the vault that counted. Changes by addition only.</summary>
/// <param name="EventId">The id of the event.</param>
/// <param name="Version">The version, which was in force at that time.</param>
/// <param name="ExpiresOn">When the version expires (UTC).</param>
/// <param name="At">When the event arrived (UTC). A rotation is due since then.</param>
public sealed record ExpiryNotice(string EventId, string Version, DateTimeOffset ExpiresOn, DateTimeOffset At);
