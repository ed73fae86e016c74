using Azure.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration;
using TenantTokens.Web;

namespace TenantTokens.Functions.Web;

/// <summary>The web's part of the composition root.</summary>
internal static class WebServices
{
    /// <summary>
    /// Adds pages and API, who may sign in, and where the keys of antiforgery are kept. Names of the host are not checked here: the platform's front end lets
    /// only the app's own in.
    /// </summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, RotationOptions options, AppSettings settings, TokenCredential credential)
        => services
            .AddRotationWeb(new WebHostOptions { LinksNeedSignIn = !options.IsLoopback })
            .AddSignIn(options, settings)
            .AddKeyRing(settings, credential)
            .AddSingleton<WebApp>();

    /// <summary>Entra, or against a simulated world the API keys of this machine. Without either nobody can sign in.</summary>
    private static IServiceCollection AddSignIn(this IServiceCollection services, RotationOptions options, AppSettings settings)
        => options.Web.Entra is { } entra ? services.AddEntraSignIn(entra)
            : options.IsLoopback ? services.AddApiKeySignIn(Path.Combine(Path.GetDirectoryName(settings.ConfigurationPath)!, "api-keys.json"), Environment.UserName)
            : services;

    private static IServiceCollection AddKeyRing(this IServiceCollection services, AppSettings settings, TokenCredential credential)
    {
        IDataProtectionBuilder keys = services.AddDataProtection();
        if (settings.DataProtectionBlob is not null)
        {
            keys.UseEphemeralDataProtectionProvider();
        }
        else
        {
            keys.UseEphemeralDataProtectionProvider();
        }

        return services;
    }
}
