using TenantTokens.Tokens;

namespace TenantTokens.Rotations.InForce;

/// <summary>Which tokens Dynatrace hands out at one moment, compared with those of one rotation.</summary>
/// <param name="Agents">The token for OneAgent installers, which counts as the token in force.</param>
/// <param name="Gateways">
/// The token for ActiveGate installers. It is not documented whether both change at the same time (docs/invariants.md#u2).
/// </param>
public sealed record TokensInForce(TokenInForce Agents, TokenInForce Gateways)
{
    /// <summary>
    /// The OneAgents' token itself; null when it could not be read. It is never stored: <see cref="TenantToken"/> prints a mask.
    /// </summary>
    public TenantToken? AgentToken { get; init; }

    /// <summary>Why the OneAgents' token could not be read; null when it was read.</summary>
    public string? Unreadable { get; init; }

    /// <summary>
    /// Whether ActiveGate installers get another token than OneAgent installers; null when one of the two could not be read.
    /// </summary>
    public bool? GatewayTokenDiffers { get; init; }
}
