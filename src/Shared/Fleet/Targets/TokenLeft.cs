namespace TenantTokens.Fleet.Targets;

/// <summary>The token that a host kept when its rotation was closed as it was. Stored in the ledger: changes by addition only.</summary>
public enum TokenLeft
{
    /// <summary>A command was sent, and its outcome is not known.</summary>
    Unknown,

    /// <summary>Proved: this rotation's new token.</summary>
    New,

    /// <summary>Proved: this rotation's old token.</summary>
    Old,
}
