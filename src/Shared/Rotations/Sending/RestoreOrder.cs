namespace TenantTokens.Rotations.Sending;

/// <summary>The direction of hosts when a rotation is given up, and which component goes first.</summary>
public enum RestoreOrder
{
    /// <summary>The token in force is not known: read it again before anything is sent.</summary>
    LookAgain,

    /// <summary>Both tokens are valid: OneAgents get the old one back, then ActiveGates.</summary>
    OneAgentsFirst,

    /// <summary>Hosts with the new token are offline: ActiveGates get the old token back, then OneAgents.</summary>
    ActiveGatesFirst,

    /// <summary>The old token is invalid: no host gets it back, and all go forward.</summary>
    GoForward,

    /// <summary>A third token is in force, and only a person can find out which of ours is still valid.</summary>
    Ask,
}
