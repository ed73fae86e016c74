namespace TenantTokens.Rotations;

/// <summary>The commands that an operator can give to a rotation.</summary>
public enum OperatorCommandKind
{
    /// <summary>The operator has seen the plan, and it may start.</summary>
    Confirm,

    /// <summary>Stop, and give every changed host the old token back.</summary>
    Abort,

    /// <summary>Take over a rotation that was started by another party. The approvers are asked first.</summary>
    Adopt,

    /// <summary>Continue a paused or parked rotation where it stopped. A parked one repeats what failed.</summary>
    Resume,

    /// <summary>Send nothing new. Run commands in flight finish.</summary>
    Pause,

    /// <summary>Try one target again that failed or was left out, or all of them.</summary>
    Retry,

    /// <summary>Leave a target out, for a stated reason.</summary>
    Skip,

    /// <summary>Continue as an emergency, with wider waves and short waits. Open gates are opened again.</summary>
    Escalate,

    /// <summary>Close a rotation as it is, when it can no longer reach an end. The approvers are asked first.</summary>
    Close,

    /// <summary>Do not roll back: every host without the new token gets it, ActiveGates first.</summary>
    Forward,

    /// <summary>
    /// Take the claim on the environment from another copy of the product, by its name and for a stated reason, and continue.
    /// </summary>
    TakeOver,
}
