using TenantTokens.Dynatrace;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.InForce;

/// <summary>Reads which tokens are in force. An unreadable token is part of the result, not an exception.</summary>
public sealed class TokenInForceReader(DynatraceEnvironments environments)
{
    /// <summary>Reads both connection infos, in two requests.</summary>
    /// <param name="rotation">The rotation whose tokens are recognized by fingerprint.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TokensInForce> ReadAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        IConnectionInfoClient connectionInfo = environments.For(rotation.EnvironmentId).ConnectionInfo;
        (TenantToken? agents, string? unreadable) = await ReadAsync(connectionInfo.GetAgentTokenAsync, cancellationToken);
        (TenantToken? gateways, _) = await ReadAsync(connectionInfo.GetGatewayTokenAsync, cancellationToken);
        return new(Recognise(rotation, agents), Recognise(rotation, gateways))
        {
            AgentToken = agents,
            Unreadable = unreadable,
            GatewayTokenDiffers = agents is null || gateways is null ? null : !gateways.Equals(agents),
        };
    }

    private static async Task<(TenantToken? Token, string? Unreadable)> ReadAsync(
        Func<CancellationToken, Task<TenantToken>> read,
        CancellationToken cancellationToken)
    {
        try
        {
            return (await read(cancellationToken), null);
        }
        catch (Exception exception) when (exception is DynatraceApiException or DynatraceAccessDeniedException)
        {
            return (null, exception.Message);
        }
    }

    private static TokenInForce Recognise(RotationRecord rotation, TenantToken? token)
    {
        string? fingerprint = token?.Fingerprint(rotation.RotationId);
        return fingerprint is null ? TokenInForce.Unreadable
            : fingerprint == rotation.NewToken?.Fingerprint ? TokenInForce.New
            : fingerprint == rotation.OldToken?.Fingerprint ? TokenInForce.Old
            : TokenInForce.Foreign;
    }
}
