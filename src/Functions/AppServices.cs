using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Azure;
using TenantTokens.Configuration.Reading;
using TenantTokens.Durable;
using TenantTokens.Functions.Durable;
using TenantTokens.Functions.Web;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;
using TenantTokens.Registration;
using TenantTokens.Rotations.Claiming;
using TenantTokens.RunCommand;

namespace TenantTokens.Functions;

/// <summary>The composition root of the Functions app.</summary>
internal static class AppServices
{
    /// <summary>Adds all services of the product.</summary>
    /// <exception cref="InvalidOperationException">rotation.json is wrong; the message names every mistake.</exception>
    public static IServiceCollection AddRotationApp(this IServiceCollection services, AppSettings settings)
    {
        RotationConfigurationResult configuration = RotationConfiguration.Load(settings.ConfigurationPath);
        if (!configuration.IsValid)
        {
            throw new InvalidOperationException(
                $"{settings.ConfigurationPath} is wrong:{Environment.NewLine}{string.Join(Environment.NewLine, configuration.Problems)}");
        }

        TokenCredential credential = AzureCredentials.Create(configuration.Options.Azure);
        return services
            .AddSingleton(credential)
            .AddRunCommandIdentity(settings)
            .AddSingleton<ILedgerStore>(
                new AzureTablesLedgerStore(LedgerTables.Open(settings.LedgerUri, settings.LedgerConnectionString, credential)))
            .AddSingleton(new CopyPlace("its managed identity", settings.HostName ?? Environment.MachineName))
            .AddRotation(configuration.Options)
            .AddWeb(configuration.Options, settings)
            .AddSingleton(new DurableTaskRegistry().AddRotationTasks())
            .AddSingleton<TaskRunner>();
    }

    private static IServiceCollection AddRunCommandIdentity(this IServiceCollection services, AppSettings settings)
        => settings.RunCommandClientId is { } client
            ? services.AddKeyedSingleton<TokenCredential>(
                RunCommandClient.Identity,
                new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client)))
            : services;
}
