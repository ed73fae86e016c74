using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// What the token that ActiveGate installers get says about a call (docs/invariants.md#u2: it is not documented whether it changes together
/// with the agents'). A third value
/// means that somebody else rotates; the old one is let pass only where this rotation has seen since its start that the two differ.
/// </summary>
internal static class GatewayRule
{
    /// <summary>Whether nothing may be sent. What cannot be read blocks nothing: the agents' token was read, and decides.</summary>
    public static bool Blocks(RotationRecord rotation, TokenInForce gateways) => gateways switch
    {
        TokenInForce.Foreign => true,
        TokenInForce.Old => rotation.GatewayTokenDiffers is false,
        _ => false,
    };
}
