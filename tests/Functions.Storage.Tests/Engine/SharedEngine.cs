using DurableTask.AzureStorage;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.FunctionsDurableHost;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Engine;

/// <summary>
/// One emulator and one engine for all contract tests of the assembly, since a hub takes seconds to start. Each test brings its own tasks
/// and world, so they run one after another (<see cref="ContractCollection"/>).
/// </summary>
public sealed class SharedEngine : IAsyncLifetime
{
    // A crash is waited out by one test. Whole rotations wait as long as host.json says.
    private static readonly TimeSpan _hiddenFor = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-");
    private readonly SemaphoreSlim _gate = new(1, 1);
    private StoredAzurite? _azurite;
    private DurableEngine? _engine;

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask; // only who needs it starts it: a test may be run alone

    /// <summary>How clients get into the emulator.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _azurite ??= await StoredAzurite.StartAsync(_folder.FullName, TestContext.Current.CancellationToken);
            return _azurite.ConnectionString;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The engine, which runs these tasks from now on.</summary>
    public async Task<IEngineUnderTest> UseAsync(DurableTaskRegistry registry, IServiceProvider services)
    {
        HostedTasks tasks = HostedTasks.From(registry, services);
        if (_engine is null)
        {
            AzureStorageOrchestrationService store =
                await new StorageHub(await ConnectionStringAsync(), "Contract", _hiddenFor).OpenAsync("worker");
            _engine = await DurableEngine.StartAsync(store, tasks);
        }

        _engine.Replace(tasks);
        return new Borrowed(_engine);
    }

    /// <summary>Ends an instance and nothing under it, as the platform's own tools do.</summary>
    public Task EndAloneAsync(string instanceId) => _engine!.EndAloneAsync(instanceId);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await (_engine?.DisposeAsync() ?? ValueTask.CompletedTask);
        _azurite?.Dispose();
        _gate.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The engine as a test sees it: it outlives the test.</summary>
    private sealed class Borrowed(DurableEngine engine) : IEngineUnderTest
    {
        public IDurableClient Client => engine.Client;

        public bool CanRestart => engine.CanRestart;

        public Task RestartAsync() => engine.RestartAsync();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
