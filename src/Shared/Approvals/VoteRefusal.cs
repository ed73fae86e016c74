namespace TenantTokens.Approvals;

/// <summary>Why a vote was refused. docs/api.md#refused-votes has the answer of the API to each.</summary>
public enum VoteRefusal
{
    /// <summary>The rotation has no such gate.</summary>
    NoSuchGate,

    /// <summary>The gate is decided or was withdrawn.</summary>
    GateIsClosed,

    /// <summary>The voter's name is empty, too long, or contains characters that are not allowed.</summary>
    NotAName,

    /// <summary>The voter saw another plan than the gate's.</summary>
    OtherPlan,

    /// <summary>Skip needs a comment.</summary>
    NoReason,

    /// <summary>The gate does not offer the choice.</summary>
    NotOffered,

    /// <summary>The voter may not decide this gate: they are not an approver, or they requested the rotation.</summary>
    NotAnApprover,

    /// <summary>A single-use answer was already given.</summary>
    GivenBefore,
}
