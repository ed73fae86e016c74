namespace TenantTokens.Rotations;

/// <summary>What an operator can tell a rotation.</summary>
public enum RotationCommandKind
{
    /// <summary>The plan was seen and may start.</summary>
    Confirm,

    /// <summary>Stop and put everything back.</summary>
    Abort,

    /// <summary>Take over a rotation that somebody else has started; the approvers are asked first.</summary>
    Adopt,

    /// <summary>Go on where a parked rotation stopped, trying again what failed.</summary>
    Resume,
}
