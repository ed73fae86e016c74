namespace TenantTokens.Rotations.Claiming;

/// <summary>What the claim means for a sweep.</summary>
public enum ClaimSweep
{
    /// <summary>The sweep may send.</summary>
    May,

    /// <summary>Another copy holds the claim for the same rotation, so this copy sends nothing.</summary>
    Waits,

    /// <summary>A start of another copy has ended the sweep.</summary>
    Over,
}
