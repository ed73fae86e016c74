using Microsoft.DurableTask;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Functions.Durable;
using DurableTaskRegistry = TenantTokens.Durable.DurableTaskRegistry;

namespace TenantTokens.FunctionsTests.Engine;

/// <summary>The adapter on Microsoft's engine, in this process and in memory. What a function does in one line is done here for every task.</summary>
internal sealed class InProcessEngine : IEngineUnderTest
{
    private readonly DurableTaskTestHost _host;

    private InProcessEngine(DurableTaskTestHost host)
    {
        _host = host;
        Client = new DurableClient(host.Client);
    }

    /// <inheritdoc />
    public IDurableClient Client { get; }

    /// <inheritdoc />
    public bool CanRestart => false;

    /// <inheritdoc />
    public bool EndsNamedChildren => false;

    /// <summary>Starts it.</summary>
    public static async Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services)
    {
        TaskRunner runner = new(services, registry);
        return new InProcessEngine(await DurableTaskTestHost.StartAsync(tasks =>
        {
            foreach (string name in registry.Orchestrators.Keys)
            {
                tasks.AddOrchestratorFunc<Payload, Payload>(name, (context, _) => TaskRunner.OrchestrateAsync(context, registry));
            }

            foreach (string name in registry.Activities.Keys)
            {
                tasks.AddActivityFunc<Payload, Payload>(name, (_, input) => runner.RunAsync(name, input, CancellationToken.None));
            }
        }, new DurableTaskTestHostOptions { LoggerFactory = NullLoggerFactory.Instance }));
    }

    /// <summary>Ends an instance and nothing under it, as the platform's own tools do.</summary>
    public Task EndAloneAsync(string instanceId) => _host.Client.TerminateInstanceAsync(instanceId);

    /// <inheritdoc />
    public Task RestartAsync() => throw new NotSupportedException("The engine is in memory.");

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
