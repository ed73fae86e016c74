using System.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantTokens.Configuration.Options;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Endpoints;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web;

/// <summary>The pages and the API, as one request delegate that every host runs.</summary>
public static class RotationWeb
{
    /// <summary>
    /// Adds what <see cref="Build"/> needs in addition to the rotation's services. The host adds logging, the storage of data-protection
    /// keys, and at least one sign-in: without one, no caller is signed in. A host that does not watch its ledger uses <see
    /// cref="WakingWeb"/>.
    /// </summary>
    public static IServiceCollection AddRotationWeb(this IServiceCollection services, WebHostOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        // Routing needs a listener, and only ASP.NET Core's own hosts register one.
        services.TryAddSingleton(static _ => new DiagnosticListener("TenantTokens.Web"));
        services.AddRouting();
        services.AddDataProtection().SetApplicationName("tenant-token");
        services.AddAntiforgery(static antiforgery =>
        {
            antiforgery.FormFieldName = Parts.ProofField;
            antiforgery.HeaderName = null;
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.Name = "tenant-token-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services
            .AddSingleton(options)
            .AddSingleton<IAntiforgeryAdditionalDataProvider, FormPath>()
            .AddSingleton<FailureLimit>()
            .AddSingleton<RefusalAudit>()
            .AddSingleton<NeededKeys>()
            .AddSingleton<OutageLog>()
            .AddSessions()
            .AddSingleton<LinkReader>()
            .AddSingleton<FormReader>()
            .AddSingleton<VoteCaster>()
            .AddSingleton<OperatorDesk>()
            .AddSingleton<RotationOpener>()
            .AddSingleton<KnownNames>()
            .AddSingleton<RequestBoundary>()
            .AddSingleton<IWebEndpoints, AssetEndpoints>()
            .AddSingleton<IWebEndpoints, RotationEndpoints>()
            .AddSingleton<IWebEndpoints, GateEndpoints>()
            .AddSingleton<IWebEndpoints, ApiEndpoints>()
            .AddSingleton<IWebEndpoints, RetirementEndpoints>()
            .AddSingleton<IWebEndpoints, AuditEndpoints>()
            .AddSingleton<IWebEndpoints, RevocationEndpoints>()
            .AddSingleton<IWebEndpoints, DecisionEndpoints>();
    }

    /// <summary>
    /// Adds the ledgers of sessions and revocations, which the command line uses too. Requires the ledger and its audit trail.
    /// </summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
        => services
            .AddSingleton<SessionLedger>()
            .AddSingleton<RevocationLedger>();

    /// <summary>Adds the sign-in with the Entra tenant.</summary>
    public static IServiceCollection AddEntraSignIn(this IServiceCollection services, EntraOptions options)
        => services
            .AddSingleton(options)
            .AddSingleton<EntraTokens>()
            .AddSingleton<IRequestIdentity, EntraIdentity>();

    /// <summary>Adds the sign-in with API keys of one machine.</summary>
    /// <param name="services">The services.</param>
    /// <param name="keyFile">The file with the keys; created when it does not exist.</param>
    /// <param name="holder">The user of the operating system who owns that file.</param>
    public static IServiceCollection AddApiKeySignIn(this IServiceCollection services, string keyFile, string holder)
        => services
            .AddSingleton(_ => ApiKeyFile.Open(keyFile))
            .AddSingleton<SignInCodes>()
            .AddSingleton(provider => new ApiKeyIdentity(
                provider.GetRequiredService<ApiKeyFile>(),
                holder,
                provider.GetRequiredService<IDataProtectionProvider>(),
                provider.GetRequiredService<SessionLedger>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IRequestIdentity>(static provider => provider.GetRequiredService<ApiKeyIdentity>())
            .AddSingleton<IWebEndpoints, SignInEndpoints>()
            .AddSingleton<IWebEndpoints, SignOutEndpoints>();

    /// <summary>Builds the request delegate.</summary>
    public static RequestDelegate Build(IServiceProvider services)
    {
        RequestBoundary boundary = services.GetRequiredService<RequestBoundary>();
        WebRoutes routes = new(services.GetServices<IWebEndpoints>());
        ApplicationBuilder app = new(services);
        app.UseRouting();
        app.UseEndpoints(endpoints => routes.Map(endpoints, boundary));
        RequestDelegate inner = app.Build();
        return async context =>
        {
            // The request's own services may be those of another host, so a scope is made from the services given here.
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            IServiceProvider before = context.RequestServices;
            context.RequestServices = scope.ServiceProvider;
            try
            {
                await inner(context);
            }
            finally
            {
                context.RequestServices = before;
            }
        };
    }
}
