namespace TenantTokens.Notifications;

/// <summary>The moments of a rotation at which people are notified.</summary>
public enum NotificationKind
{
    /// <summary>Start took effect: both tokens are valid, and OneAgent deployments have to wait.</summary>
    Started,

    /// <summary>Every ActiveGate is done or accepted as left out: OneAgent deployments may go on.</summary>
    ActiveGatesDone,

    /// <summary>A gate was opened and approvers have to decide.</summary>
    ApprovalNeeded,

    /// <summary>The rotation is parked and waits for a person.</summary>
    Held,

    /// <summary>Agents are offline after finish, or ActiveGates reject more messages than before.</summary>
    DarkAfterFinish,

    /// <summary>The new token is in force, and the old one is invalid.</summary>
    Finished,

    /// <summary>The rotation was cancelled, and the old token is in force.</summary>
    Cancelled,

    /// <summary>A gate is still open, and approvers who have not decided are asked again.</summary>
    Reminded,

    /// <summary>A gate has been open for so long that the escalation list is notified.</summary>
    Escalated,

    /// <summary>A gate's deadline has passed. Its decision is hold, and it stays open.</summary>
    DeadlinePassed,

    /// <summary>A gate was closed without a decision, because its question is out of date.</summary>
    Superseded,

    /// <summary>The rotation was closed as it was.</summary>
    Abandoned,

    /// <summary>Run commands of an ended rotation are still on machines. Their protected parameters hold a token.</summary>
    RunCommandsLeft,
}
