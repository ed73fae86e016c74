using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Web.KeyRing;

/// <summary>Registers the storage of the keys for cookies and forms.</summary>
public static class KeyRingServices
{
    /// <summary>
    /// Keeps the keys in a secret of the rotation's vault, so that all instances share them and they survive a restart. Requires the
    /// rotation's clients. The vault is first read when the host starts or a person first signs in; while it cannot be read, sign-ins and
    /// forms are answered 503.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="secretName">The name of the secret, which may hold nothing else.</param>
    public static IServiceCollection AddVaultKeyRing(this IServiceCollection services, string secretName)
    {
        services.AddDataProtection();
        ServiceDescriptor inner = services.Last(static one => one.ServiceType == typeof(IDataProtectionProvider));
        services.Remove(inner);
        return services
            .AddSingleton(provider => new ReadyKeys(
                (IDataProtectionProvider)inner.ImplementationFactory!(provider), secretName, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IDataProtectionProvider>(static provider => provider.GetRequiredService<ReadyKeys>())
            // At level Trace it would log whole keys.
            .AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Information))
            .AddSingleton(provider => new VaultKeyRing(
                provider.GetRequiredService<SecretClient>(),
                secretName,
                provider.GetRequiredService<SecretScrubber>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<VaultKeyRing>>()))
            .AddSingleton<IConfigureOptions<KeyManagementOptions>>(static provider => new ConfigureOptions<KeyManagementOptions>(options =>
            {
                options.XmlRepository = provider.GetRequiredService<VaultKeyRing>();
                options.XmlEncryptor = new NullXmlEncryptor(); // see VaultKeyRing: without one, data protection warns at each new key
            }))
            .AddSingleton<IKeyManager>(static provider => new RereadKeyManager(
                ActivatorUtilities.CreateInstance<XmlKeyManager>(provider), provider.GetRequiredService<TimeProvider>()));
    }
}
