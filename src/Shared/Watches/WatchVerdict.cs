namespace TenantTokens.Watches;

/// <summary>What a look means for the rotation.</summary>
/// <param name="HoldCode">Why it must be held, for machines; null when it may go on.</param>
/// <param name="Message">Why, and what to do, for people.</param>
/// <param name="IsInconclusive">True when something that should be watched could not be seen.</param>
public sealed record WatchVerdict(string? HoldCode = null, string? Message = null, bool IsInconclusive = false);
