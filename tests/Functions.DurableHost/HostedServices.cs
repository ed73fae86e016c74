using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Functions;
using TenantTokens.Functions.Durable;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>What a host process runs, and what that is made of.</summary>
internal sealed class HostedServices : IAsyncDisposable
{
    private readonly ServiceProvider? _services;
    private readonly RemoteActivities? _remote;

    private HostedServices(HostedTasks tasks, ServiceProvider? services, RemoteActivities? remote)
        => (Tasks, _services, _remote) = (tasks, services, remote);

    public HostedTasks Tasks { get; }

    /// <summary>The app, put together by its own composition root; or the engine contract.</summary>
    public static HostedServices Create(HostSettings settings)
    {
        if (settings.ActivitiesAt is { } address)
        {
            RemoteActivities remote = new(address);
            DurableTaskRegistry contract = ReplayContract.AddTasks(new());
            return new(new(context => TaskRunner.OrchestrateAsync(context, contract), remote.RunAsync), services: null, remote);
        }

        ServiceProvider services = new ServiceCollection()
            .AddLogging(static logging => logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace)
                .SetMinimumLevel(LogLevel.Warning))
            .AddRotationApp(AppSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()))
            .BuildServiceProvider();
        HostedTasks tasks = HostedTasks.From(services.GetRequiredService<DurableTaskRegistry>(), services);
        return new(settings.IsChanged ? tasks with { OrchestrateAsync = LaterDeployment.OrchestrateAsync } : tasks, services, remote: null);
    }

    public async ValueTask DisposeAsync()
    {
        _remote?.Dispose();
        await (_services?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
