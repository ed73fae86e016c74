using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>What every engine must do. A derived class names the engine; the classes below it hold the tests, a file per subject.</summary>
public abstract class EngineContract : IAsyncLifetime
{
    private CancellationTokenSource _patience = null!;
    private ServiceProvider _services = null!;

    /// <summary>What the activities touch.</summary>
    protected ContractWorld World { get; } = new();

    /// <summary>The engine.</summary>
    protected IEngineUnderTest Engine { get; private set; } = null!;

    /// <summary>Its client.</summary>
    protected IDurableClient Client => Engine.Client;

    /// <summary>Ends every wait of a test that hangs.</summary>
    protected CancellationToken Patience => _patience.Token;

    /// <summary>How long a test may take at most: long enough for the slowest engine.</summary>
    protected virtual TimeSpan LongestWait => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _patience = new(LongestWait, TimeProvider.System);
        DurableTaskRegistry registry = new DurableTaskRegistry().AddContractActivities();
        Register(registry);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(World)
            .AddSingleton<ISecretScrubber, ContractScrubber>()
            .BuildServiceProvider();
        Engine = await StartAsync(registry, _services);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _services.DisposeAsync();
        _patience.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the engine with nothing recorded.</summary>
    protected abstract Task<IEngineUnderTest> StartAsync(DurableTaskRegistry registry, IServiceProvider services);

    /// <summary>Adds the orchestrators of the tests.</summary>
    protected abstract void Register(DurableTaskRegistry registry);

    /// <summary>Runs an orchestration to its end.</summary>
    protected async Task<OrchestrationMetadata> RunAsync<TInput, TResult>(OrchestratorName<TInput, TResult> orchestrator, TInput input)
        => await EndOfAsync(await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, cancellationToken: Patience));

    /// <summary>Runs an orchestration that must succeed and gives its result.</summary>
    protected async Task<TResult?> ResultOfAsync<TInput, TResult>(OrchestratorName<TInput, TResult> orchestrator, TInput input)
    {
        OrchestrationMetadata end = await RunAsync(orchestrator, input);
        AssertCompleted(end);
        return end.ReadOutputAs<TResult>();
    }

    /// <summary>Starts an orchestration.</summary>
    protected Task<string> StartAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null)
        => Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, instanceId, Patience);

    /// <summary>Waits for an instance's end.</summary>
    protected Task<OrchestrationMetadata> EndOfAsync(string instanceId) => Client.WaitForInstanceCompletionAsync(instanceId, Patience);

    /// <summary>Waits until an instance looks as described: an engine may show a change a moment after it accepted it.</summary>
    protected async Task<OrchestrationMetadata> UntilAsync(string instanceId, Func<OrchestrationMetadata, bool> condition)
    {
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (true)
        {
            if (await Client.GetInstanceAsync(instanceId, Patience) is { } metadata && condition(metadata))
            {
                return metadata;
            }

            await look.WaitForNextTickAsync(Patience);
        }
    }

    /// <summary>Fails with the instance's own error.</summary>
    protected static void AssertCompleted(OrchestrationMetadata metadata)
        => Assert.True(
            metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed,
            $"{metadata.RuntimeStatus}: {metadata.FailureType} {metadata.FailureMessage}");
}
