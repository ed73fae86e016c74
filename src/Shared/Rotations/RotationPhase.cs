namespace TenantTokens.Rotations;

/// <summary>Where a rotation stands. Which moves are allowed is in <see cref="PhaseTransitions"/>.</summary>
public enum RotationPhase
{
    /// <summary>The fleet is read, matched, probed and split into waves. Nothing is changed.</summary>
    Planning,

    /// <summary>The plan is there and waits to be confirmed or approved. Nothing is changed.</summary>
    AwaitingStart,

    /// <summary>The start call is made or its lost answer is recovered.</summary>
    Starting,

    /// <summary>Both tokens are valid; ActiveGates get the new one.</summary>
    RotatingActiveGates,

    /// <summary>Every ActiveGate is settled; OneAgents get the new token.</summary>
    RotatingOneAgents,

    /// <summary>Dynatrace is asked whether what was changed is online.</summary>
    Verifying,

    /// <summary>The finish gate is open. Both tokens stay valid for as long as it takes.</summary>
    AwaitingFinish,

    /// <summary>Approved: the finish call is made or its lost answer is recovered.</summary>
    Finishing,

    /// <summary>Touched hosts get the old token back.</summary>
    RollingBack,

    /// <summary>The cancel call is made or its lost answer is recovered.</summary>
    Cancelling,

    /// <summary>Waits for a human; the reason and the allowed moves stand beside it. Both tokens stay valid if start took effect.</summary>
    Parked,

    /// <summary>Terminal: the new token is in force, the old one is dead.</summary>
    Completed,

    /// <summary>Terminal: the old token is in force.</summary>
    Cancelled,

    /// <summary>An operator asked to close it as it is: the approvers decide, then late commands are waited out. Nothing is sent.</summary>
    Closing,

    /// <summary>Terminal: closed as it was. Hosts may be on different tokens, and a rotation may still be open at Dynatrace.</summary>
    Abandoned,
}
