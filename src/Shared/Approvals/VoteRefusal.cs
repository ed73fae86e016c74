namespace TenantTokens.Approvals;

/// <summary>Why a vote does not count.</summary>
public enum VoteRefusal
{
    /// <summary>The rotation has no such gate.</summary>
    NoSuchGate,

    /// <summary>The gate is decided, or was withdrawn.</summary>
    GateIsClosed,

    /// <summary>The voter's name is empty, too long, or holds characters that no name has.</summary>
    NotAName,

    /// <summary>The voter saw another plan than the one that the gate asks about.</summary>
    OtherPlan,

    /// <summary>Skip needs a comment.</summary>
    NoReason,

    /// <summary>The gate does not offer the choice.</summary>
    NotOffered,

    /// <summary>The voter may not decide this gate: not an approver, or the one who asked for the rotation.</summary>
    NotAnApprover,

    /// <summary>The answer counts once and was given before.</summary>
    GivenBefore,
}
