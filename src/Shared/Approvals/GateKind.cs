namespace TenantTokens.Approvals;

/// <summary>What a gate decides.</summary>
public enum GateKind
{
    /// <summary>Whether the plan may start.</summary>
    Start,

    /// <summary>Whether another party's open rotation may be taken over.</summary>
    Adopt,

    /// <summary>How to continue when too much has failed.</summary>
    Continue,

    /// <summary>Whether the old token may be made invalid.</summary>
    Finish,

    /// <summary>Whether the new token may be made invalid although some changed hosts are not restored.</summary>
    Cancel,

    /// <summary>Whether a rotation that can no longer reach an end is closed as it is.</summary>
    Close,

    /// <summary>Whether the ActiveGates may get the old token back although OneAgents may still have the new one.</summary>
    RestoreActiveGates,
}
