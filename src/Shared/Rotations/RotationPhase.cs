namespace TenantTokens.Rotations;

/// <summary>The phase of a rotation. <see cref="PhaseTransitions"/> lists the allowed moves.</summary>
public enum RotationPhase
{
    /// <summary>The fleet is read, matched, probed and divided into waves. Nothing is changed.</summary>
    Planning,

    /// <summary>The plan exists and waits to be confirmed or approved. Nothing is changed.</summary>
    AwaitingStart,

    /// <summary>The start call is made, or its lost answer is recovered.</summary>
    Starting,

    /// <summary>Both tokens are valid; ActiveGates get the new one.</summary>
    RotatingActiveGates,

    /// <summary>Every ActiveGate is done; OneAgents get the new token.</summary>
    RotatingOneAgents,

    /// <summary>Dynatrace is asked whether the changed targets are online.</summary>
    Verifying,

    /// <summary>The finish gate is open. Both tokens stay valid for as long as it takes.</summary>
    AwaitingFinish,

    /// <summary>Finish was approved: the call is made, or its lost answer is recovered.</summary>
    Finishing,

    /// <summary>Changed hosts get the old token back.</summary>
    RollingBack,

    /// <summary>The cancel call is made, or its lost answer is recovered.</summary>
    Cancelling,

    /// <summary>The rotation waits for a person; the row has the reason. Both tokens stay valid if start took effect.</summary>
    Parked,

    /// <summary>Ended: the new token is in force, and the old one is invalid.</summary>
    Completed,

    /// <summary>Ended: the old token is in force.</summary>
    Cancelled,

    /// <summary>
    /// An operator asked to close the rotation as it is. The approvers decide, then late commands are waited for. Nothing is sent.
    /// </summary>
    Closing,

    /// <summary>Ended: closed as it was. Hosts may have different tokens, and a rotation may still be open at Dynatrace.</summary>
    Abandoned,
}
