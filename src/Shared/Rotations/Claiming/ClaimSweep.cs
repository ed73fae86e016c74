namespace TenantTokens.Rotations.Claiming;

/// <summary>What the claim says about a sweep.</summary>
public enum ClaimSweep
{
    /// <summary>It goes on.</summary>
    May,

    /// <summary>Another copy holds the claim on the same rotation: this one sends nothing.</summary>
    Waits,

    /// <summary>A start of another copy has ended it.</summary>
    Over,
}
