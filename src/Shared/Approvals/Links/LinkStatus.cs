namespace TenantTokens.Approvals.Links;

/// <summary>The result of checking a link.</summary>
public enum LinkStatus
{
    /// <summary>The link may be used.</summary>
    Valid,

    /// <summary>No key of ours signed it: it was truncated, changed or invented, or is for another purpose.</summary>
    Forged,

    /// <summary>The key that signed it is no longer in use.</summary>
    KeyRetired,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>Its gate is not in the ledger.</summary>
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
