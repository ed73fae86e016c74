namespace TenantTokens.Fleet.Targets;

/// <summary>
/// The state of a target. Every target ends in exactly one of the others; Pending is counted beside them while a rotation is open.
/// </summary>
public enum TargetState
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>Uses the new token, proved on the host.</summary>
    Rotated,

    /// <summary>Used the new token before a command changed anything, proved on the host.</summary>
    AlreadyCurrent,

    /// <summary>The host refused or the change failed; the code says why.</summary>
    Failed,

    /// <summary>The machine is off or disconnected, or it never picked up the command.</summary>
    Unreachable,

    /// <summary>Left out by name. The reason and the person are recorded.</summary>
    Skipped,

    /// <summary>The command arrived too late and the host refused it.</summary>
    Expired,

    /// <summary>The result is not known. A person decides; it never counts as rotated by itself.</summary>
    Inconclusive,

    /// <summary>Uses the old token again, proved on the host.</summary>
    Restored,

    /// <summary>A Kubernetes operator rotates it.</summary>
    SelfRotating,

    /// <summary>No command can reach it; the code says why.</summary>
    Uncovered,
}
