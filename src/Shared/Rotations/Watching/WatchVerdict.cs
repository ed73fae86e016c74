namespace TenantTokens.Rotations.Watching;

/// <summary>What a look means for the rotation. Kept in histories: changes by addition only.</summary>
/// <param name="HoldCode">Why it must be held, for machines; null when it may go on.</param>
/// <param name="Message">Why, and what to do, for people.</param>
/// <param name="IsInconclusive">True when something that should be watched could not be seen.</param>
/// <param name="IsOver">True when nobody looked, because the rotation is not watched where it stands.</param>
public sealed record WatchVerdict(string? HoldCode = null, string? Message = null, bool IsInconclusive = false, bool IsOver = false);
