using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using DurableTaskRegistry = TenantTokens.Durable.DurableTaskRegistry;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>What a <see cref="DurableHost"/> runs.</summary>
/// <param name="OrchestrateAsync">Runs the orchestrator that a context names.</param>
/// <param name="RunActivityAsync">Runs the activity of a name; throws what the function would throw.</param>
public sealed record HostedTasks(
    Func<TaskOrchestrationContext, Task<Payload>> OrchestrateAsync,
    Func<string, Payload, CancellationToken, Task<Payload>> RunActivityAsync)
{
    /// <summary>Orchestrators and activities of one registry, in this process.</summary>
    public static HostedTasks From(DurableTaskRegistry registry, IServiceProvider services)
        => new(context => TaskRunner.OrchestrateAsync(context, registry), new TaskRunner(services, registry).RunAsync);
}
