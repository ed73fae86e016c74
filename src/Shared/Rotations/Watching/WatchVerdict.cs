namespace TenantTokens.Rotations.Watching;

/// <summary>What a check means for the rotation. Stored in histories: changes by addition only.</summary>
/// <param name="HoldCode">The code for why the rotation parks; null when it may go on.</param>
/// <param name="Message">The reason and what to do, for people; null when it may go on.</param>
/// <param name="IsInconclusive">True when something that should be watched could not be read.</param>
/// <param name="IsOver">True when nothing was checked, because the rotation is not watched in its phase.</param>
public sealed record WatchVerdict(string? HoldCode = null, string? Message = null, bool IsInconclusive = false, bool IsOver = false);
