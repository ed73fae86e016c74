namespace TenantTokens.Rotations.InForce;

/// <summary>Which token Dynatrace hands to an installer.</summary>
public enum TokenInForce
{
    /// <summary>It was not its turn to be asked.</summary>
    NotAsked,

    /// <summary>This rotation's new token.</summary>
    New,

    /// <summary>This rotation's old token.</summary>
    Old,

    /// <summary>Neither of them.</summary>
    Foreign,

    /// <summary>It was asked for and could not be read.</summary>
    Unreadable,
}
