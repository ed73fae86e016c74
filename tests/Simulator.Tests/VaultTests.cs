using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class VaultTests
{
    [Fact]
    public async Task A_secret_is_written_read_back_and_versioned()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        SecretClient client = Client(world);

        KeyVaultSecret first = await client.SetSecretAsync(
            new KeyVaultSecret("token", "one") { Properties = { ContentType = "text/plain", Tags = { ["rotationId"] = "r1" } } },
            TestWorld.Token);
        KeyVaultSecret second = await client.SetSecretAsync("token", "two", TestWorld.Token);

        KeyVaultSecret latest = await client.GetSecretAsync("token", cancellationToken: TestWorld.Token);
        KeyVaultSecret old = await client.GetSecretAsync("token", first.Properties.Version, cancellationToken: TestWorld.Token);
        Assert.Equal("two", latest.Value);
        Assert.Equal(second.Properties.Version, latest.Properties.Version);
        Assert.Equal("one", old.Value);
        Assert.Equal("r1", old.Properties.Tags["rotationId"]);
        Assert.Equal("text/plain", old.Properties.ContentType);
        Assert.True(old.Properties.Enabled);
    }

    [Fact]
    public async Task A_disabled_version_cannot_be_read_and_the_others_can()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        SecretClient client = Client(world);
        KeyVaultSecret first = await client.SetSecretAsync("token", "one", TestWorld.Token);
        await client.SetSecretAsync("token", "two", TestWorld.Token);

        first.Properties.Enabled = false;
        first.Properties.Tags["state"] = "retired";
        SecretProperties updated = await client.UpdateSecretPropertiesAsync(first.Properties, TestWorld.Token);

        Assert.False(updated.Enabled);
        Assert.Equal("retired", updated.Tags["state"]);
        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => client.GetSecretAsync("token", first.Properties.Version, cancellationToken: TestWorld.Token));
        Assert.Equal(403, refused.Status);
        Assert.Equal("Forbidden", refused.ErrorCode);
        Assert.Equal("two", (await client.GetSecretAsync("token", cancellationToken: TestWorld.Token)).Value.Value);
    }

    [Fact]
    public async Task All_versions_are_listed_over_several_pages_and_none_shows_its_value()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        SecretClient client = Client(world);
        for (int i = 0; i < 12; i++)
        {
            await client.SetSecretAsync("token", $"value-{i}", TestWorld.Token);
        }

        HashSet<string> versions = [];
        await foreach (SecretProperties properties in client.GetPropertiesOfSecretVersionsAsync("token", TestWorld.Token))
        {
            versions.Add(properties.Version);
        }

        Assert.Equal(12, versions.Count);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_a_404()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        RequestFailedException missing = await Assert.ThrowsAsync<RequestFailedException>(
            () => Client(world).GetSecretAsync("dynatrace-tenant-token-sim00001", cancellationToken: TestWorld.Token));

        Assert.Equal(404, missing.Status);
        Assert.Equal("SecretNotFound", missing.ErrorCode);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_took_effect_and_the_client_tries_again()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        SecretClient client = Client(world);
        world.World.Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.PutSecret });

        await client.SetSecretAsync("token", "one", TestWorld.Token);

        int versions = 0;
        await foreach (SecretProperties _ in client.GetPropertiesOfSecretVersionsAsync("token", TestWorld.Token))
        {
            versions++;
        }

        Assert.Equal(2, versions);
    }

    private static SecretClient Client(TestWorld world) => new(world.World.Endpoint, new SimulatedCredential(), new SecretClientOptions
    {
        DisableChallengeResourceVerification = true,
        Transport = new HttpClientTransport(new HttpClient(TestWorld.Handler(world.World))),
        Retry = { Delay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(50) },
    });

    private sealed class SimulatedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new("simulated", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
