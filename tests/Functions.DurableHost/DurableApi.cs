using System.Net;
using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// The client that a function gets from its host: gRPC on loopback, in front of a store. It serves the API and dispatches nothing.
/// </summary>
public sealed class DurableApi : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly GrpcChannel _channel;

    private DurableApi(WebApplication server, GrpcChannel channel)
    {
        (_server, _channel) = (server, channel);
        Client = new GrpcDurableTaskClient(
            "tests",
            new GrpcDurableTaskClientOptions { CallInvoker = channel.CreateCallInvoker() },
            server.Services.GetRequiredService<ILogger<GrpcDurableTaskClient>>());
    }

    /// <summary>The client.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>Starts the server on a free port.</summary>
    /// <param name="store">The store; its client side is what is served.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<DurableApi> StartAsync<TStore>(TStore store, CancellationToken cancellationToken = default)
        where TStore : IOrchestrationService, IOrchestrationServiceClient
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IOrchestrationService>(store)
            .AddSingleton<IOrchestrationServiceClient>(store)
            .AddSingleton<TaskHubGrpcServer>();
        builder.Services.Configure<TaskHubGrpcServerOptions>(static options => options.Mode = TaskHubGrpcServerMode.ApiServerOnly);
        WebApplication server = builder.Build();
        server.MapGrpcService<TaskHubGrpcServer>();
        await server.StartAsync(cancellationToken);
        string address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(server, GrpcChannel.ForAddress(address));
    }

    /// <summary>Ends server and client.</summary>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _channel.Dispose();
        await _server.DisposeAsync();
    }
}
