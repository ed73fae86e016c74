namespace TenantTokens.Rotations.InForce;

/// <summary>The messages for a rotation that is parked because a token is in force that is neither its old nor its new one.</summary>
public static class ForeignTokenHold
{
    /// <summary>While hosts go forward.</summary>
    public const string Message =
        "Dynatrace hands out a token that is neither this rotation's old nor its new one: somebody else ended this rotation and started"
            + " another. Nothing is "
        + "sent. If they cancelled this rotation, its old token is still valid and hosts on its new token are offline: abort puts the old"
        + " token back, ActiveGates first. "
        + "If they finished it, its new token is still valid and hosts on its old token are offline: forward gives those hosts the new"
        + " token. Dynatrace does not say "
        + "which of the two happened, but the hosts that are online show it. Abort and forward both begin with one ActiveGate and one"
        + " OneAgent, "
        + "and park again if these do not come online. Resume checks again.";

    /// <summary>While hosts get the old token back.</summary>
    public const string Restoring =
        "While hosts get the old token back, Dynatrace hands out a token that is neither the old nor the new one: somebody else ended"
            + " this rotation and started "
        + "another. Nothing is sent. If they cancelled this rotation, its old token is still valid: abort goes on putting it back,"
        + " ActiveGates first. If they finished "
        + "it, its new token is still valid: use forward. The hosts that are online show which of the two happened. Abort and forward"
        + " both begin with one "
        + "ActiveGate and one OneAgent. Resume checks again.";
}
