namespace TenantTokens.Rotations.Watching;

/// <summary>The OneAgents of a network zone at one moment. Changes by addition only.</summary>
/// <param name="Online">Those that Dynatrace gets data from.</param>
/// <param name="Excused">Those that are not online and known to be off or restarting.</param>
public sealed record ZoneOnline(int Online, int Excused)
{
    /// <summary>
    /// How many of the zone's agents were lost since an earlier moment. Counts only, so that the ledger stays small: an agent that went off
    /// is seen as one more that is excused.
    /// </summary>
    public int LostSince(ZoneOnline earlier) => earlier.Online - Online - Math.Max(0, Excused - earlier.Excused);

    /// <summary>Both together.</summary>
    public static ZoneOnline operator +(ZoneOnline one, ZoneOnline other) => new(one.Online + other.Online, one.Excused + other.Excused);
}
