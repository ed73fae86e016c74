using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Web;
using TenantTokens.Web.Guards;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Functions.Web;

/// <summary>The web's part of the composition root.</summary>
internal static class WebServices
{
    /// <summary>Adds pages and API, who may sign in, and where the keys of forms and cookies are kept.</summary>
    /// <remarks>
    /// The name that a request is checked for is the caller's own: the Functions host sends requests on to this process with Host set to
    /// the loopback address of this process and the original name in X-Forwarded-Host, which it overwrites whatever the caller put there;
    /// the worker's SDK makes that the Host again, for requests from loopback alone (https://github.com/Azure/azure-functions-host,
    /// DefaultHttpProxyService).
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

    /// <summary>Entra, or against a simulated world the API keys of this machine. Without either nobody can sign in.</summary>
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
