namespace TenantTokens.Rotations;

/// <summary>What an operator can tell a rotation.</summary>
public enum OperatorCommandKind
{
    /// <summary>The plan was seen and may start.</summary>
    Confirm,

    /// <summary>Stop and put everything back.</summary>
    Abort,

    /// <summary>Take over a rotation that somebody else has started; the approvers are asked first.</summary>
    Adopt,

    /// <summary>Go on where a paused or parked rotation stopped; a parked one tries again what failed.</summary>
    Resume,

    /// <summary>Send nothing new. Run commands that are in flight finish.</summary>
    Pause,

    /// <summary>Try a target again that failed or was left out, or all of those.</summary>
    Retry,

    /// <summary>Leave a target out, with a reason.</summary>
    Skip,

    /// <summary>Go on as an emergency: wider waves, short waits, open gates are issued again.</summary>
    Escalate,

    /// <summary>Close a rotation that cannot reach an end any more, as it is; the approvers are asked first.</summary>
    Close,

    /// <summary>Instead of turning back: every host that is not on the new token gets it, ActiveGates first.</summary>
    Forward,

    /// <summary>Take the claim on the environment from another copy of the product, by name and with a reason, and go on.</summary>
    TakeOver,
}
