using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Machines;
using TenantTokens.Rotations.Claiming;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;

namespace TenantTokens.Registration;

/// <summary>Registers the clients of Azure and Dynatrace.</summary>
public static class RotationClients
{
    /// <summary>
    /// Adds the options and their sections, Azure's credential and transport, <see cref="TokenVault"/>, <see
    /// cref="DynatraceEnvironments"/>, <see cref="MachineInventory"/>, <see cref="DeletedMachines"/>, <see cref="RunCommandClient"/> and
    /// <see cref="RunCommandExecution"/>, all singletons. What is already registered (clock, random source, scrubber, credential,
    /// transport, the credential under <see cref="RunCommandClient.Identity"/>) stays. The clients connect at their first use.
    /// </summary>
    public static IServiceCollection AddRotationClients(this IServiceCollection services, RotationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<SecretScrubber>();
        services.TryAddSingleton<ISecretScrubber>(static provider => provider.GetRequiredService<SecretScrubber>());
        services.AddSingleton(options);
        services.AddSingleton(options.Azure);
        services.AddSingleton(options.Fleet);
        services.AddSingleton(options.Policy);
        services.AddSingleton(options.Policy.Watch);
        services.AddSingleton(options.Approvals);
        services.AddSingleton(options.Notifications);
        services.AddSingleton(options.Web);
        services.TryAddSingleton<TokenCredential>(static provider => AzureCredentials.Create(provider.GetRequiredService<AzureOptions>()));
        services.TryAddSingleton<HttpPipelineTransport>(
            static provider => AzureCredentials.CreateTransport(provider.GetRequiredService<AzureOptions>()));
        services.AddSingleton(CreateSecretClient);
        services.AddSingleton<TokenVault>();
        services.AddSingleton<ClaimVault>();
        services.TryAddSingleton(CopyPlace.Default);
        services.AddSingleton(static provider => new DynatraceEnvironments(
            provider.GetRequiredService<RotationOptions>(),
            provider.GetRequiredService<TokenVault>(),
            provider.GetRequiredService<SecretScrubber>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ArmPipeline>();
        services.AddSingleton<MachineInventory>();
        services.AddSingleton<DeletedMachines>();
        services.TryAddKeyedSingleton(RunCommandClient.Identity, static (provider, _) => provider.GetRequiredService<TokenCredential>());
        services.AddSingleton(CreateRunCommandClient);
        services.AddSingleton<RunCommandDeletion>();
        services.AddSingleton<RunCommandExecution>();
        return services;
    }

    private static RunCommandClient CreateRunCommandClient(IServiceProvider provider) => new(
        new ArmPipeline(
            provider.GetRequiredService<AzureOptions>(),
            provider.GetRequiredKeyedService<TokenCredential>(RunCommandClient.Identity),
            provider.GetRequiredService<HttpPipelineTransport>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>()),
        provider.GetRequiredService<ISecretScrubber>());

    private static SecretClient CreateSecretClient(IServiceProvider provider)
    {
        AzureOptions options = provider.GetRequiredService<AzureOptions>();
        SecretClientOptions clientOptions = new()
        {
            Transport = provider.GetRequiredService<HttpPipelineTransport>(),
            RetryPolicy = new AzureRetryPolicy(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>()),

            // The simulator's vault has no vault domain, so the SDK would refuse to send it a token.
            DisableChallengeResourceVerification = options.VaultUri.IsLoopback,
        };
        clientOptions.Diagnostics.IsLoggingContentEnabled = false; // a body contains the secret
        return new SecretClient(options.VaultUri, provider.GetRequiredService<TokenCredential>(), clientOptions);
    }
}
