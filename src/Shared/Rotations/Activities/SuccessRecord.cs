namespace TenantTokens.Rotations.Activities;

/// <summary>What follows from a rotation that was completed.</summary>
/// <param name="NextDue">When the environment's cron wants the next one; null without a schedule.</param>
/// <param name="ExpiresOn">The expiry that the new vault version has; null when it was not to have one or could not be given one.</param>
/// <param name="Problem">Why the vault could not be written to; audited. The token is in force all the same.</param>
public sealed record SuccessRecord(DateTimeOffset? NextDue, DateTimeOffset? ExpiresOn, string? Problem = null);
