namespace TenantTokens.Notifications;

/// <summary>The moments of a rotation that people are told of.</summary>
public enum NotificationKind
{
    /// <summary>Start took effect: both tokens are valid, and OneAgent deployments have to wait.</summary>
    Started,

    /// <summary>Every ActiveGate is settled: OneAgent deployments may go on.</summary>
    ActiveGatesDone,

    /// <summary>A gate was opened and somebody has to decide.</summary>
    ApprovalNeeded,

    /// <summary>The rotation is parked and waits for a human.</summary>
    Held,

    /// <summary>Agents are offline after finish, or more messages are rejected.</summary>
    DarkAfterFinish,

    /// <summary>The new token is in force, the old one is dead.</summary>
    Finished,

    /// <summary>The rotation ended with the old token in force.</summary>
    Cancelled,

    /// <summary>A gate is still open: those who have not decided are asked again.</summary>
    Reminded,

    /// <summary>A gate has been open for so long that the escalation list is told.</summary>
    Escalated,

    /// <summary>A gate's deadline has passed: it is held and stays open.</summary>
    DeadlinePassed,

    /// <summary>A gate was closed without a decision, because what it asked about is no longer the question.</summary>
    Superseded,

    /// <summary>The rotation was closed as it was.</summary>
    Abandoned,

    /// <summary>Run commands of an ended rotation are still on machines: their protected parameters hold a token.</summary>
    RunCommandsLeft,
}
