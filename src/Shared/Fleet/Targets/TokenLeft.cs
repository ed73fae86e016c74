namespace TenantTokens.Fleet.Targets;

/// <summary>Which token a host was left on when its rotation was closed as it was. Kept in the ledger: changes by addition only.</summary>
public enum TokenLeft
{
    /// <summary>A command was sent, and nobody knows what became of it.</summary>
    Unknown,

    /// <summary>Proved to be on this rotation's new token.</summary>
    New,

    /// <summary>Proved to be back on this rotation's old token.</summary>
    Old,
}
