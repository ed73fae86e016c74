namespace TenantTokens.Approvals;

/// <summary>What the votes amount to.</summary>
public enum GateOutcome
{
    /// <summary>Nobody has decided yet.</summary>
    Undecided,

    /// <summary>Held by at least one approver.</summary>
    Held,

    /// <summary>Approved by the quorum.</summary>
    Approved,

    /// <summary>The quorum wants the old token back.</summary>
    RollBack,

    /// <summary>The quorum wants the hosts that are left tried again.</summary>
    Retry,

    /// <summary>The quorum wants to rotate forward again.</summary>
    GoForward,

    /// <summary>The quorum leaves the exceptions out.</summary>
    Skip,

    /// <summary>Closed because the plan or the exceptions became worse than what it asked about.</summary>
    Superseded,

    /// <summary>The quorum lets the hosts of the exceptions that carry an older token get the new one.</summary>
    AcceptOlder,
}
