namespace TenantTokens.Rotations.Calls;

/// <summary>Dynatrace's calls that take effect once. Repeating one cannot undo it.</summary>
public enum TenantTokenCall
{
    /// <summary>Creates the new token; both are valid from then on.</summary>
    Start,

    /// <summary>Makes the old token invalid.</summary>
    Finish,

    /// <summary>Makes the new token invalid.</summary>
    Cancel,
}
