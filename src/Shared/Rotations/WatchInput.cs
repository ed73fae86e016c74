namespace TenantTokens.Rotations;

/// <summary>Which rotation to watch. Kept in histories: changes by addition only.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Interval">Between two looks.</param>
/// <param name="Level">0: it looks itself. Above: it runs watches of the level below.</param>
public sealed record WatchInput(string RotationId, TimeSpan Interval, int Level = 0)
{
    /// <summary>How many looks one orchestration makes: an hour's, by default.</summary>
    public const int Looks = 60;

    /// <summary>The level that a rotation starts: with one look a minute it lasts years.</summary>
    public const int TopLevel = 2;
}
