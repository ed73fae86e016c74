using TenantTokens.Tokens;

namespace TenantTokens.Rotations.InForce;

/// <summary>Which tokens Dynatrace hands out at one moment, as one rotation knows them.</summary>
/// <param name="Agents">What a OneAgent installer gets: this is the token in force.</param>
/// <param name="Gateways">What an ActiveGate installer gets. Whether the two change at one moment is not documented
/// (docs/invariants.md#u2).</param>
public sealed record TokensInForce(TokenInForce Agents, TokenInForce Gateways)
{
    /// <summary>
    /// The agents' token itself; null when it could not be read. Never written anywhere: <see cref="TenantToken"/> prints a mask.
    /// </summary>
    public TenantToken? AgentToken { get; init; }

    /// <summary>Why the agents' token could not be read; null when it was.</summary>
    public string? Unreadable { get; init; }

    /// <summary>
    /// Whether ActiveGate installers get another token than OneAgent installers; null when one of them could not be read.
    /// </summary>
    public bool? GatewayTokenDiffers { get; init; }
}
