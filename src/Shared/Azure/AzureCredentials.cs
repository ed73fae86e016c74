using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Azure;

/// <summary>Creates the credential and the transport for all Azure clients.</summary>
public static class AzureCredentials
{
    /// <summary>Creates the credential that the configuration names. It fetches no token before its first use.</summary>
    /// <exception cref="InvalidOperationException">
    /// The configuration names the simulated credential, but an endpoint is not loopback.
    /// </exception>
    public static TokenCredential Create(AzureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Credential switch
        {
            AzureCredentialKind.Default => new DefaultAzureCredential(),
            AzureCredentialKind.Simulated when options.IsLoopback => new SimulatedCredential(),
            _ => throw new InvalidOperationException(
                $"The credential {options.Credential} is for a simulator on this machine; "
                + $"{options.ArmEndpoint} or {options.VaultUri} is elsewhere."),
        };
    }

    /// <summary>
    /// Creates the transport of the Azure SDK clients: Azure.Core's own, or one that trusts only <see cref="AzureOptions.TrustedCa"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The configuration names a certificate authority, but an endpoint is not loopback; or the file cannot be read.
    /// </exception>
    public static HttpPipelineTransport CreateTransport(AzureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TrustedCa is null)
        {
            return HttpClientTransport.Shared;
        }

        return options.IsLoopback
            ? new HttpClientTransport(TrustedAuthority.CreateHandler(options.TrustedCa))
            : throw new InvalidOperationException(
                $"A trusted authority is for a simulator on this machine; {options.ArmEndpoint} or {options.VaultUri} is elsewhere.");
    }

    private sealed class SimulatedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new("simulated", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
