namespace TenantTokens.Approvals;

/// <summary>The choices of approvers.</summary>
public enum GateChoice
{
    /// <summary>Do it, and accept the exceptions.</summary>
    Approve,

    /// <summary>Do nothing; the valid tokens stay valid. It overrides every approval while it stands.</summary>
    Hold,

    /// <summary>Put the old token back. Needs the same quorum as an approval.</summary>
    RollBack,

    /// <summary>At a continue gate and at the gates of a rollback: try the hosts that are left once more.</summary>
    Retry,

    /// <summary>At the gates of a rollback: rotate forward again instead.</summary>
    GoForward,

    /// <summary>At a continue gate: leave the exceptions out, with the comment as the reason, and go on.</summary>
    Skip,

    /// <summary>At a continue or finish gate: the hosts of the exceptions that carry an older token get the new one.</summary>
    AcceptOlder,
}
