namespace TenantTokens.Rotations.Calls;

/// <summary>The calls of Dynatrace that take effect once. None of them can be undone by repeating it.</summary>
public enum TenantTokenCall
{
    /// <summary>Makes the new token; both are valid from then on.</summary>
    Start,

    /// <summary>Ends the old token.</summary>
    Finish,

    /// <summary>Ends the new token.</summary>
    Cancel,
}
