namespace TenantTokens.Local.Following;

/// <summary>Why the program stopped following a rotation.</summary>
internal enum FollowStop
{
    /// <summary>The rotation has ended.</summary>
    Ended,

    /// <summary>The rotation is parked and waits for a person.</summary>
    Parked,

    /// <summary>The decision at its gate is hold.</summary>
    Held,

    /// <summary>Its plan waits for confirmation.</summary>
    NeedsConfirmation,

    /// <summary>Its gate is open without a decision.</summary>
    NeedsDecision,
}
