namespace TenantTokens.Local.Following;

/// <summary>Why following a rotation stopped.</summary>
internal enum FollowStop
{
    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>It is parked and waits for a human.</summary>
    Parked,

    /// <summary>An approver holds its gate.</summary>
    Held,

    /// <summary>Its plan waits for a yes.</summary>
    NeedsConfirmation,

    /// <summary>Its gate is open and undecided.</summary>
    NeedsDecision,
}
