using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Web;
using TenantTokens.Web.Guards;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Functions.Web;

/// <summary>Registers the web part of the app.</summary>
internal static class WebServices
{
    /// <summary>Adds the pages and the API, the sign-in, and the storage of the keys for forms and cookies.</summary>
    /// <remarks>
    /// The host name that is checked is the one that the caller used. The Functions host forwards requests to this process with Host set to
    /// this process's loopback address and the original name in X-Forwarded-Host, overwriting what the caller put there. The worker's SDK
    /// makes that the Host again, only for requests from loopback (https://github.com/Azure/azure-functions-host, DefaultHttpProxyService).
    /// </remarks>
    public static IServiceCollection AddWeb(this IServiceCollection services, RotationOptions options, AppSettings settings)
        => services
            .AddRotationWeb(new WebHostOptions
            {
                LinksNeedSignIn = !options.IsLoopback,
                OwnNames = settings.HostName is { } name ? [name] : [],
            })
            .AddSignIn(options, settings)
            .AddKeyRing(options, settings)
            .AddSingleton<WebApp>();

    /// <summary>
    /// Adds the sign-in: Entra or, in a simulated world, the API keys of this machine. Without either, no caller can sign in.
    /// </summary>
    private static IServiceCollection AddSignIn(this IServiceCollection services, RotationOptions options, AppSettings settings)
        => options.Web.Entra is { } entra ? services.AddEntraSignIn(entra)
            : options.IsLoopback
                ? services.AddApiKeySignIn(
                    Path.Combine(Path.GetDirectoryName(settings.ConfigurationPath)!, "api-keys.json"),
                    Environment.UserName)
                : services;

    private static IServiceCollection AddKeyRing(this IServiceCollection services, RotationOptions options, AppSettings settings)
    {
        settings.RefuseSharedSecret(
        [
            options.Web.LinkKeySecret,
            .. options.Environments.SelectMany(static one => new[] { one.ApiTokenSecret, one.TenantTokenSecret }),
        ]);
        if (settings.DataProtectionSecret is { } secret)
        {
            return services.AddVaultKeyRing(secret);
        }

        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        return services;
    }
}
