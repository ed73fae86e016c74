using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <summary>
/// What Dynatrace hands to installers: the only way to learn the active tenant token (docs/facts/dynatrace.md §1.6, §2). Scope
/// <c>InstallerDownload</c>.
/// Both calls read only, are retried, and throw <see cref="DynatraceAccessDeniedException"/> or <see cref="DynatraceApiException"/>.
/// </summary>
public interface IConnectionInfoClient
{
    /// <summary>The token that OneAgent installers get: the new one as soon as start took effect.</summary>
    Task<TenantToken> GetAgentTokenAsync(CancellationToken cancellationToken);

    /// <summary>The token that ActiveGate installers get. May differ while a rotation is open (docs/invariants.md#u2).</summary>
    Task<TenantToken> GetGatewayTokenAsync(CancellationToken cancellationToken);
}
