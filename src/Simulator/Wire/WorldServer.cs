using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Wire;

/// <summary>All simulated services on one HTTPS port.</summary>
internal sealed class WorldServer(WebApplication application) : IAsyncDisposable
{
    public Uri Endpoint { get; } = new(
        application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="world">The world to serve.</param>
    /// <param name="control">The endpoints GET /world and POST /world/faults.</param>
    /// <param name="certificate">The server's certificate, with its key.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<WorldServer> StartAsync(
        WorldState world,
        WorldEndpoints control,
        X509Certificate2 certificate,
        int port,
        CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                // One request per connection at a time, so that an aborted request looks like a broken connection.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            });
        });

        WebApplication application = builder.Build();
        application.Run(WorldRequests.Build(application.Services, world, control));
        await application.StartAsync(cancellationToken);
        return new WorldServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
