namespace TenantTokens.Rotations.Sending;

/// <summary>Which way hosts go when a rotation is given up, and who goes first.</summary>
public enum RestoreOrder
{
    /// <summary>Which token is in force is not known: look again before anything is sent.</summary>
    LookAgain,

    /// <summary>Both tokens are valid: OneAgents get the old one back, then ActiveGates.</summary>
    OneAgentsFirst,

    /// <summary>Hosts on the new token are offline: ActiveGates get the old one back, then OneAgents.</summary>
    ActiveGatesFirst,

    /// <summary>The old token is dead: nothing gets it back, everything goes forward.</summary>
    GoForward,

    /// <summary>A third token is in force, and only a person can tell which of ours is still valid.</summary>
    Ask,
}
