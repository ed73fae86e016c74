namespace TenantTokens.Fleet.Targets;

/// <summary>Where a target stands. Every target ends in exactly one; Pending is counted beside them while a rotation is open.</summary>
public enum TargetState
{
    /// <summary>Not settled yet.</summary>
    Pending,

    /// <summary>On the new token, proved on the host.</summary>
    Rotated,

    /// <summary>Was on the new token before we came, proved on the host.</summary>
    AlreadyCurrent,

    /// <summary>The host refused or the change failed; the code says why.</summary>
    Failed,

    /// <summary>The machine is off or disconnected, or the command was never picked up.</summary>
    Unreachable,

    /// <summary>Left out by name, with a reason and who said so.</summary>
    Skipped,

    /// <summary>The command arrived too late and the host refused it.</summary>
    Expired,

    /// <summary>It cannot be told: a human is asked, it never passes by itself.</summary>
    Inconclusive,

    /// <summary>Back on the old token, proved on the host.</summary>
    Restored,

    /// <summary>Moves by itself (Kubernetes operator).</summary>
    SelfRotating,

    /// <summary>Azure cannot reach it; the code says why.</summary>
    Uncovered,
}
