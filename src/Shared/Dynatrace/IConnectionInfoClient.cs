using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <summary>
/// The connection info that Dynatrace gives to installers: the only way to learn the active tenant token (docs/facts/dynatrace.md §1.6,
/// §2). Scope <c>InstallerDownload</c>. Both calls only read, are retried, and throw <see cref="DynatraceAccessDeniedException"/> or <see
/// cref="DynatraceApiException"/>.
/// </summary>
public interface IConnectionInfoClient
{
    /// <summary>Reads the token for OneAgent installers: the new one as soon as start took effect.</summary>
    Task<TenantToken> GetAgentTokenAsync(CancellationToken cancellationToken);

    /// <summary>Reads the token for ActiveGate installers. It may differ while a rotation is open (docs/invariants.md#u2).</summary>
    Task<TenantToken> GetGatewayTokenAsync(CancellationToken cancellationToken);
}
