namespace TenantTokens.Rotations.Activities;

/// <summary>Commands that hosts could still obey.</summary>
/// <param name="Until">When the last of them has expired; null when there is none.</param>
public sealed record LateCommands(DateTimeOffset? Until);
