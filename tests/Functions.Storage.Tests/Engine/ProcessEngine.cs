using System.Net;
using DurableTask.AzureStorage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Functions.Durable;
using TenantTokens.FunctionsDurableHost;

namespace TenantTokens.FunctionsStorageTests.Engine;

/// <summary>
/// The adapter on the Azure Storage backend, in a process of its own. The activities are run here, in the test's process: what they touch
/// must outlive the one that is killed.
/// </summary>
internal sealed class ProcessEngine : IEngineUnderTest
{
    private readonly WebApplication _activities;
    private readonly AzureStorageOrchestrationService _store;
    private readonly DurableApi _api;
    private readonly HostSettings _settings;
    private HostProcess _host;

    private ProcessEngine(
        WebApplication activities,
        AzureStorageOrchestrationService store,
        DurableApi api,
        HostSettings settings,
        HostProcess host)
    {
        (_activities, _store, _api, _settings, _host) = (activities, store, api, settings, host);
        Client = new DurableClient(api.Client);
    }

    public IDurableClient Client { get; }

    public bool CanRestart => true;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ProcessEngine> StartAsync(string connectionString, DurableTaskRegistry registry, IServiceProvider services)
    {
        StorageHub hub = new(connectionString, $"Replay{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N")[^8..]}");
        AzureStorageOrchestrationService store = await hub.OpenAsync("client");
        WebApplication activities = await ServeAsync(new TaskRunner(services, registry));
        Uri address = new(activities.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        HostSettings settings = new(hub, address);
        return new(
            activities,
            store,
            await DurableApi.StartAsync(store, Stop),
            settings,
            await HostProcess.StartAsync(settings, appSettings: null, Stop));
    }

    public async Task RestartAsync()
    {
        await _host.KillAsync();
        await _host.DisposeAsync();
        _host = await HostProcess.StartAsync(_settings, appSettings: null, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _api.DisposeAsync();
        _store.Dispose();
        await _activities.DisposeAsync();
    }

    private static async Task<WebApplication> ServeAsync(TaskRunner runner)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.MapPost("/{name}", async (string name, Payload input, HttpContext context) =>
        {
            try
            {
                return Results.Json(await runner.RunAsync(name, input, context.RequestAborted));
            }
            catch (ScrubbedFailureException failure)
            {
                (string type, string message) = ScrubbedFailureException.Read("", failure.Message);
                return Results.Json(new { type, message }, statusCode: StatusCodes.Status500InternalServerError);
            }
        });
        await app.StartAsync(Stop);
        return app;
    }
}
