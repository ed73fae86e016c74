namespace TenantTokens.Rotations.Activities;

/// <summary>Whether a rotation may touch hosts now.</summary>
/// <param name="IsOpen">Whether it may.</param>
/// <param name="OpensAt">When it may again, as the schedule stands now; null when it may, or when nothing opens within a year. The schedule may change meanwhile: ask again sooner.</param>
/// <param name="Reason">Which window or blackout says so: a part of a sentence.</param>
public sealed record WindowCheck(bool IsOpen, DateTimeOffset? OpensAt, string Reason);
