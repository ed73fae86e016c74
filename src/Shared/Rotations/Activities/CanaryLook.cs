namespace TenantTokens.Rotations.Activities;

/// <summary>What became of the host that went ahead. Kept in histories: changes by addition only.</summary>
/// <param name="IsSeen">Whether Dynatrace sees it online, where it was to be brought.</param>
/// <param name="IsMoved">Whether the host itself says that it is there: then it may still be seen.</param>
/// <param name="IsOff">Whether it turned out to be off: then it tells nothing, and another one goes.</param>
/// <param name="Name">The host, as people call it, and what is known of it.</param>
public sealed record CanaryLook(bool IsSeen, bool IsMoved, bool IsOff, string Name);
