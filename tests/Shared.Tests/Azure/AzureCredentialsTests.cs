using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Shared.Tests.Azure;

public sealed class AzureCredentialsTests
{
    private static readonly AzureOptions _simulated = new()
    {
        ArmEndpoint = new Uri("https://localhost:1"),
        VaultUri = new Uri("https://127.0.0.1:1"),
        Credential = AzureCredentialKind.Simulated,
    };

    [Fact]
    public async Task The_simulated_credential_gives_the_word_simulated()
    {
        AccessToken token = await AzureCredentials.Create(_simulated)
            .GetTokenAsync(new TokenRequestContext(["any"]), TestContext.Current.CancellationToken);

        Assert.Equal("simulated", token.Token);
    }

    [Fact]
    public void The_simulated_credential_does_not_leave_this_machine()
        => Assert.Throws<InvalidOperationException>(
            static () => AzureCredentials.Create(_simulated with { VaultUri = new Uri("https://x.vault.azure.net") }));

    [Fact]
    public void A_trusted_authority_is_not_used_beyond_this_machine()
        => Assert.Throws<InvalidOperationException>(static () => AzureCredentials.CreateTransport(
            new AzureOptions { VaultUri = new Uri("https://x.vault.azure.net"), TrustedCa = "ca.pem" }));

    [Fact]
    public void The_default_is_azures_default_credential_and_transport()
    {
        AzureOptions options = new() { VaultUri = new Uri("https://x.vault.azure.net") };

        Assert.IsType<DefaultAzureCredential>(AzureCredentials.Create(options));
        Assert.Same(HttpClientTransport.Shared, AzureCredentials.CreateTransport(options));
    }
}
