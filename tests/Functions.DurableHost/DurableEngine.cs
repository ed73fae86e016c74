using DurableTask.Core;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Functions.Durable;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>The app's adapter on Microsoft's engine, in this process, over any store.</summary>
public sealed class DurableEngine : IEngineUnderTest
{
    private readonly DurableHost _host;
    private readonly DurableApi _api;

    private DurableEngine(DurableHost host, DurableApi api)
    {
        (_host, _api) = (host, api);
        Client = new DurableClient(api.Client);
    }

    /// <inheritdoc />
    public IDurableClient Client { get; }

    /// <inheritdoc />
    public bool CanRestart => false;

    /// <summary>Starts it.</summary>
    public static async Task<DurableEngine> StartAsync<TStore>(TStore store, HostedTasks tasks)
        where TStore : IOrchestrationService, IOrchestrationServiceClient
        => new(await DurableHost.StartAsync(store, tasks), await DurableApi.StartAsync(store));

    /// <summary>Runs other tasks from now on, in the same store.</summary>
    public void Replace(HostedTasks tasks) => _host.Tasks = tasks;

    /// <summary>Ends an instance and nothing under it, as the platform's own tools do.</summary>
    public Task EndAloneAsync(string instanceId) => _api.Client.TerminateInstanceAsync(instanceId);

    /// <inheritdoc />
    public Task RestartAsync() => throw new NotSupportedException("Only a process can be killed.");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _host.DisposeAsync();
    }
}
