using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <inheritdoc />
internal sealed class ConnectionInfoClient(DynatraceApi api, SecretScrubber scrubber) : IConnectionInfoClient
{
    private const string Scope = "InstallerDownload";

    /// <inheritdoc />
    public Task<TenantToken> GetAgentTokenAsync(CancellationToken cancellationToken) => GetAsync("agent", cancellationToken);

    /// <inheritdoc />
    public Task<TenantToken> GetGatewayTokenAsync(CancellationToken cancellationToken) => GetAsync("gateway", cancellationToken);

    private async Task<TenantToken> GetAsync(string installer, CancellationToken cancellationToken)
    {
        ConnectionInfo? info = await api.GetAsync<ConnectionInfo>(
            $"api/v1/deployment/installer/{installer}/connectioninfo",
            Scope,
            notFoundIsNull: false,
            cancellationToken);
        if (info?.TenantToken is { } value)
        {
            scrubber.Remember(value);
        }

        return TenantToken.TryParse(info?.TenantToken, out TenantToken? token)
            ? token
            : throw new DynatraceApiException(200, $"{installer} connectioninfo holds no tenant token");
    }

    // This is a class because a record would print the token. The endpoints (an array for agents, a string for ActiveGates) are not read.
    private sealed class ConnectionInfo
    {
        public string? TenantToken { get; init; }
    }
}
