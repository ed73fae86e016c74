namespace TenantTokens.Fleet.Matching;

/// <summary>What happened to a target between two readings of the fleet.</summary>
public enum FleetChangeKind
{
    /// <summary>Only facts about it: its machine, agent, pool, or when it was last seen.</summary>
    Facts,

    /// <summary>An agent without a target so far.</summary>
    Joined,

    /// <summary>Gone from Azure and silent at Dynatrace.</summary>
    Left,

    /// <summary>Can be reached again.</summary>
    Back,

    /// <summary>Can no longer be reached.</summary>
    WentOff,
}
