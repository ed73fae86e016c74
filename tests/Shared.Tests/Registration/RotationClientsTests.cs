using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Machines;
using TenantTokens.Registration;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Registration;

public sealed class RotationClientsTests
{
    private static readonly RotationOptions _options = new()
    {
        Environments = [new EnvironmentOptions
        {
            Id = "e1",
            ApiUrl = new Uri("https://localhost/e/e1"),
            ApiTokenSecret = "a",
            TenantTokenSecret = "t",
        }],
        Azure = new AzureOptions
        {
            ArmEndpoint = new Uri("https://localhost"),
            VaultUri = new Uri("https://localhost"),
            Credential = AzureCredentialKind.Simulated,
        },
        Fleet = new FleetOptions { Subscriptions = ["11111111-1111-1111-1111-111111111111"] },
    };

    [Fact]
    public void Every_client_can_be_made_without_touching_the_network()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddRotationClients(_options)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.Equal("e1", services.GetRequiredService<DynatraceEnvironments>().For("e1").Id);
        Assert.NotNull(services.GetRequiredService<TokenVault>());
        Assert.NotNull(services.GetRequiredService<MachineInventory>());
        Assert.NotNull(services.GetRequiredService<RunCommandClient>());
        Assert.NotNull(services.GetRequiredService<RunCommandExecution>());
        Assert.Same(_options.Policy, services.GetRequiredService<PolicyOptions>());
        Assert.Same(services.GetRequiredService<SecretScrubber>(), services.GetRequiredService<ISecretScrubber>());
    }

    [Fact]
    public void The_callers_clock_and_scrubber_stay()
    {
        InstantTime time = new();
        SecretScrubber scrubber = new();
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(scrubber)
            .AddRotationClients(_options)
            .BuildServiceProvider();

        Assert.Same(time, services.GetRequiredService<TimeProvider>());
        Assert.Same(scrubber, services.GetRequiredService<ISecretScrubber>());
    }

    [Fact]
    public void An_environment_that_is_not_configured_is_named_with_those_that_are()
    {
        using ServiceProvider services = new ServiceCollection().AddRotationClients(_options).BuildServiceProvider();

        var unknown = Assert.Throws<ArgumentException>(() => services.GetRequiredService<DynatraceEnvironments>().For("e2"));

        Assert.Contains("'e2' is configured. The configuration has: e1", unknown.Message, StringComparison.Ordinal);
    }
}
