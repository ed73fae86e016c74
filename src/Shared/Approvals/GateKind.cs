namespace TenantTokens.Approvals;

/// <summary>What a gate decides.</summary>
public enum GateKind
{
    /// <summary>Whether the plan may start.</summary>
    Start,

    /// <summary>Whether somebody else's open rotation may be taken over.</summary>
    Adopt,

    /// <summary>How to go on when too much has failed.</summary>
    Continue,

    /// <summary>Whether the old token may die.</summary>
    Finish,

    /// <summary>Whether the new token may die although some touched hosts are not restored.</summary>
    Cancel,

    /// <summary>Whether a rotation that cannot reach an end any more is closed as it is.</summary>
    Close,

    /// <summary>Whether the ActiveGates may get the old token back although OneAgents may still be on the new one.</summary>
    RestoreActiveGates,
}
