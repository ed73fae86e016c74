using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Driving;
using TenantTokens.Simulation.World;
using TenantTokens.Tokens;

namespace TenantTokens.Simulation.Product;

/// <summary>One process of an installation: the whole product on the clock that jumps, its clients over the wire in process, its engine on the pool's single thread.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(100);

    private readonly ServiceProvider _services;
    private readonly DataDirectory _directory;
    private readonly EmbeddedEngine _engine;
    private readonly TimeProvider _time;
    private bool _isWaking;
    private bool _isWakingAgain;

    private ProductProcess(Installation installation, ProcessLife life, ServiceProvider services, DurableTaskRegistry registry, TimeProvider time)
    {
        (Installation, Life, _services, _time) = (installation, life, services, time);
        _directory = installation.Acquire();
        _engine = new EmbeddedEngine(_directory, registry, services, time, NullLogger<EmbeddedEngine>.Instance)
        {
            RunsOnThreadPool = true,
            CommitProbe = after =>
            {
                if (!life.Goes(after ? "it has written its journal" : "it is about to write its journal"))
                {
                    throw new ProcessDiedException();
                }
            },
        };
    }

    public Installation Installation { get; }

    public ProcessLife Life { get; }

    /// <summary>Starts a process on what the last one left.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="life">How long.</param>
    /// <param name="wire">The way to the world, for a process with this life and clock.</param>
    /// <param name="ledger">The ledger as this process sees it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">What spreads waits.</param>
    /// <param name="change">Changes what is registered: a planted bug.</param>
    public static async Task<ProductProcess> StartAsync(
        Installation installation, ProcessLife life, Func<HttpMessageHandler> wire, ILedgerStore ledger, TimeProvider time, Random jitter, Func<DurableTaskRegistry, DurableTaskRegistry> change)
    {
        HttpClient azure = new(wire()) { Timeout = Timeout.InfiniteTimeSpan };
        ServiceProvider services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(ledger)
            .AddSingleton(time)
            .AddSingleton(jitter)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(azure))
            .AddRotation(installation.Options)
            .AddSingleton(provider => new DynatraceEnvironments(installation.Options.Environments.Select(environment => DynatraceEnvironments.Create(
                environment,
                new HttpClient(wire()),
                provider.GetRequiredService<TokenVault>().ReadSecretAsync,
                provider.GetRequiredService<SecretScrubber>(),
                time,
                jitter))))
            .BuildServiceProvider();
        ProductProcess process = new(installation, life, services, change(new DurableTaskRegistry().AddRotationTasks()), time);
        await process._engine.StartAsync(CancellationToken.None);
        _ = process.LookNowAndThenAsync();
        return process;
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>Somebody wrote something that the orchestration should hear of; it does, a moment later.</summary>
    public void WakeSoon()
    {
        if (_isWaking)
        {
            _isWakingAgain = true;
            return;
        }

        _isWaking = true;
        _ = WakeAsync();
    }

    /// <summary>Rotations and sweeps that ended by an error. A wave may: its rotation then parks.</summary>
    public async Task<IReadOnlyList<string>> FailuresAsync()
    {
        List<string> failures = [];
        await foreach (OrchestrationMetadata instance in _engine.GetAllInstancesAsync())
        {
            if (instance.RuntimeStatus is OrchestrationRuntimeStatus.Failed && (instance.Name == RotationOrchestrator.Name.Value || instance.Name == SweepOrchestrator.Name.Value))
            {
                failures.Add($"{instance.Name}: {instance.FailureType}: {instance.FailureMessage}");
            }
        }

        return failures;
    }

    /// <summary>Ends as a crash would. The next process may take the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        Life.Die();
        await _engine.CrashAsync();
        _directory.Dispose();
    }

    private async Task LookNowAndThenAsync()
    {
        while (true)
        {
            WakeSoon();
            await Task.Delay(s_lookEvery, _time, CancellationToken.None);
        }
    }

    private async Task WakeAsync()
    {
        do
        {
            _isWakingAgain = false;
            await Task.Delay(s_soon, _time, CancellationToken.None);
            try
            {
                await Get<RotationWaker>().WakeAllAsync(_engine, CancellationToken.None);
            }
            catch (AggregateException)
            {
                // What could not be woken is woken by the clock.
            }
        }
        while (_isWakingAgain);

        _isWaking = false;
    }
}
