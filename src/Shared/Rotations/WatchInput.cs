namespace TenantTokens.Rotations;

/// <summary>Which rotation to watch.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Interval">Between two looks.</param>
public sealed record WatchInput(string RotationId, TimeSpan Interval)
{
    /// <summary>How many looks one orchestration makes: an hour's, by default.</summary>
    public const int Looks = 60;
}
