namespace TenantTokens.Rotations.Watching;

/// <summary>The OneAgents of a network zone at one moment. Changes by addition only.</summary>
/// <param name="Online">The number of agents that Dynatrace receives data from.</param>
/// <param name="Excused">The number of agents that are offline and known to be off or restarting.</param>
public sealed record ZoneOnline(int Online, int Excused)
{
    /// <summary>
    /// Returns how many of the zone's agents were lost since an earlier moment. It uses counts only, to keep the ledger small: an agent
    /// that was switched off shows as one more excused agent.
    /// </summary>
    public int LostSince(ZoneOnline earlier) => earlier.Online - Online - Math.Max(0, Excused - earlier.Excused);

    public static ZoneOnline operator +(ZoneOnline one, ZoneOnline other) => new(one.Online + other.Online, one.Excused + other.Excused);
}
