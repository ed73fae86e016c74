namespace TenantTokens.Rotations.InForce;

/// <summary>Which token Dynatrace gives to an installer.</summary>
public enum TokenInForce
{
    /// <summary>The token was not read this time.</summary>
    NotAsked,

    /// <summary>This rotation's new token.</summary>
    New,

    /// <summary>This rotation's old token.</summary>
    Old,

    /// <summary>Another token.</summary>
    Foreign,

    /// <summary>The token could not be read.</summary>
    Unreadable,
}
