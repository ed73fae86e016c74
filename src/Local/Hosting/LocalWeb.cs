using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Web;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// The pages and the API on this machine. The process that drives the rotation watches the ledger, so nothing has to be woken.
/// </summary>
internal sealed class LocalWeb : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LocalWeb(WebApplication application) => _application = application;

    /// <summary>The address that it listens on.</summary>
    public Uri Address
        => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Adds the pages to a host's services.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="dataPath">The data directory, which holds the API keys and the keys of cookies.</param>
    /// <param name="listen">The address that it will listen on.</param>
    public static void AddTo(IServiceCollection services, WebOptions options, string dataPath, IPEndPoint listen)
    {
        services.AddRotationWeb(new WebHostOptions
        {
            OwnNames = [listen.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{listen.Address}]" : listen.Address.ToString()],
        });
        services.AddApiKeySignIn(Path.Combine(dataPath, "api-keys.json"), Environment.UserName);
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(dataPath, "web-keys")));
        if (options.Entra is { } entra)
        {
            services.AddEntraSignIn(entra);
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="UserErrorException">Another program listens on the address, or the key file is not valid.</exception>
    public static async Task<LocalWeb> StartAsync(LocalHost host, IPEndPoint listen, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = FormReader.MaxBytes;
            kestrel.Listen(listen);
        });
        WebApplication application = builder.Build();
        try
        {
            host.Get<ApiKeyFile>(); // created now, not at the first request
            RequestDelegate web = RotationWeb.Build(host.Services);
            application.Run(context => web(BehindProxy(context, host.Options.Web.PublicAddress)));
            await application.StartAsync(cancellationToken);
            return new LocalWeb(application);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            await application.DisposeAsync();
            throw new UserErrorException(
                exception is InvalidDataException ? exception.Message : $"Nothing can listen on {listen}: {exception.Message}");
        }
    }

    // Under the public name there is a proxy with TLS in front, so cookies are sent over TLS only. A browser that comes without TLS does
    // not stay signed in.
    private static HttpContext BehindProxy(HttpContext context, Uri? publicAddress)
    {
        if (publicAddress is { IsLoopback: false }
            && string.Equals(context.Request.Host.Host, publicAddress.Host, StringComparison.OrdinalIgnoreCase))
        {
            context.Request.Scheme = publicAddress.Scheme;
        }

        return context;
    }

    /// <summary>Stops at once: what was answered is already in the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
