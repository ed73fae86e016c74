using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.Middleware;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;
using TenantTokens.Functions.Durable;
using Protocol = Microsoft.DurableTask.Protobuf;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// Runs the durable functions of the app as a Functions host does, without one: the dispatcher and the store are the real ones, and an
/// orchestrator is called the way the worker's durable extension calls it (https://github.com/Azure/azure-functions-durable-extension,
/// OutOfProcMiddleware and FunctionsOrchestrator).
/// </summary>
public sealed class DurableHost : IAsyncDisposable
{
    private readonly IOrchestrationService _store;
    private readonly TaskHubWorker _worker;
    private readonly CancellationTokenSource _stopping = new();

    private DurableHost(IOrchestrationService store, HostedTasks tasks, ILoggerFactory? logging)
    {
        (_store, Tasks) = (store, tasks);
        _worker = new(store, new Anything<TaskOrchestration>(static _ => null), new Anything<TaskActivity>(CreateActivity), logging)
        {
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        _worker.AddOrchestrationDispatcherMiddleware(OrchestrateAsync);
    }

    /// <summary>What is run. A replacement takes effect with the next turn and the next activity.</summary>
    public HostedTasks Tasks { get; set; }

    /// <summary>Starts to take work from the store.</summary>
    public static async Task<DurableHost> StartAsync(IOrchestrationService store, HostedTasks tasks, ILoggerFactory? logging = null)
    {
        DurableHost host = new(store, tasks, logging);
        await host._worker.StartAsync();
        return host;
    }

    /// <summary>Stops taking work; what runs is given up and left to whoever takes it next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _worker.StopAsync(isForced: true);
        _worker.Dispose();
        _stopping.Dispose();
        (_store as IDisposable)?.Dispose();
    }

    private Task OrchestrateAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        OrchestrationRuntimeState state = context.GetProperty<OrchestrationRuntimeState>();
        Protocol.OrchestratorRequest request = new()
        {
            InstanceId = state.OrchestrationInstance!.InstanceId,
            ExecutionId = state.OrchestrationInstance.ExecutionId,
            PastEvents = { state.PastEvents.Select(ProtobufUtils.ToHistoryEventProto) },
            NewEvents = { state.NewEvents.Select(ProtobufUtils.ToHistoryEventProto) },
        };
        string answer = GrpcOrchestrationRunner.LoadAndRun<Payload, Payload>(
            ProtobufUtils.Base64Encode(request),
            async (orchestration, _) => await Tasks.OrchestrateAsync(orchestration));
        Protocol.OrchestratorResponse response = Protocol.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
        context.SetProperty(new OrchestratorExecutionResult
        {
            Actions = [.. response.Actions.Select(ProtobufUtils.ToOrchestratorAction)],
            CustomStatus = response.CustomStatus,
        });
        return Task.CompletedTask;
    }

    private TaskActivity CreateActivity(string name)
        => DurableTaskShimFactory.Default.CreateActivity<Payload, Payload>(name, async (_, input) =>
        {
            try
            {
                return await Tasks.RunActivityAsync(name, input!, _stopping.Token);
            }
            catch (Exception exception) when (_stopping.IsCancellationRequested)
            {
                // Its message stays in the queue, as with a host that goes down.
                throw new SessionAbortedException("The host stops.", exception);
            }
        });

    /// <summary>Knows every name; DurableTask.Core keeps a list, but what is hosted may change.</summary>
    private sealed class Anything<T>(Func<string, T?> create) : INameVersionObjectManager<T>
        where T : class
    {
        public void Add(ObjectCreator<T> creator) => throw new NotSupportedException("Nothing is registered by hand.");

        public T? GetObject(string name, string? version) => create(name);
    }
}
