namespace TenantTokens.Approvals.Links;

/// <summary>What became of a link.</summary>
public enum LinkStatus
{
    /// <summary>It may be used.</summary>
    Valid,

    /// <summary>No key of ours made it: cut off, changed, invented, or for another purpose.</summary>
    Forged,

    /// <summary>The key that made it is no longer in use.</summary>
    KeyRetired,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The gate that it belongs to is not in the ledger.</summary>
    NoSuchGate,

    /// <summary>Its gate asks about another plan than the link.</summary>
    OldPlan,

    /// <summary>Its gate was closed because the plan or the exceptions became worse.</summary>
    Superseded,

    /// <summary>Its gate is decided.</summary>
    Decided,

    /// <summary>Its recipient may not decide the gate.</summary>
    NotAnApprover,
}
