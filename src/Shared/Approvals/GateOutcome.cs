namespace TenantTokens.Approvals;

/// <summary>The result of the votes at a gate.</summary>
public enum GateOutcome
{
    /// <summary>There is no decision yet.</summary>
    Undecided,

    /// <summary>At least one approver chose hold.</summary>
    Held,

    /// <summary>Approved by the quorum.</summary>
    Approved,

    /// <summary>The quorum chose to roll back.</summary>
    RollBack,

    /// <summary>The quorum chose to try the remaining hosts again.</summary>
    Retry,

    /// <summary>The quorum chose to rotate forward again.</summary>
    GoForward,

    /// <summary>The quorum chose to leave the exceptions out.</summary>
    Skip,

    /// <summary>Closed because the plan or the exceptions became worse than what the gate asked about.</summary>
    Superseded,

    /// <summary>The quorum lets the hosts of the exceptions that carry an older token get the new one.</summary>
    AcceptOlder,
}
