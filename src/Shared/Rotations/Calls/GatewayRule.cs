using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// What the token for ActiveGate installers means for a call. It is not documented whether it changes together with that for OneAgents
/// (docs/invariants.md#u2). A third token means that another party rotates. The old token is accepted only if this rotation has seen since
/// its start that the two differ.
/// </summary>
internal static class GatewayRule
{
    /// <summary>Whether the call may not be sent. An unreadable token blocks nothing: the OneAgents' token was read, and decides.</summary>
    public static bool Blocks(RotationRecord rotation, TokenInForce gateways) => gateways switch
    {
        TokenInForce.Foreign => true,
        TokenInForce.Old => rotation.GatewayTokenDiffers is false,
        _ => false,
    };
}
