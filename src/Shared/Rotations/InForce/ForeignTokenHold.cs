namespace TenantTokens.Rotations.InForce;

/// <summary>What is said when a token is in force that is neither this rotation's old nor its new one.</summary>
public static class ForeignTokenHold
{
    /// <summary>While hosts go forward.</summary>
    public const string Message =
        "Dynatrace hands out a token that is neither this rotation's old nor its new one: somebody else ended this rotation and started another. Nothing is "
        + "sent. If they cancelled it, our old token is still valid and hosts on our new one are dark: abort puts the old token back, ActiveGates first. If they "
        + "finished it, our new token is still valid and hosts on the old one are dark: forward moves the others to the new one. Dynatrace does not say which; "
        + "the hosts that are online do. Either move begins with one ActiveGate and one OneAgent and holds if they do not come online. Resume looks again.";

    /// <summary>While hosts get the old token back.</summary>
    public const string Restoring =
        "While hosts get the old token back, Dynatrace hands out one that is neither the old nor the new one: somebody else ended this rotation and started "
        + "another. Nothing is sent. If they cancelled it, our old token is still valid: abort goes on with putting it back, ActiveGates first. If they finished "
        + "it, our new token is still valid: forward. The hosts that are online tell which. Either move begins with one ActiveGate and one OneAgent. Resume looks again.";
}
