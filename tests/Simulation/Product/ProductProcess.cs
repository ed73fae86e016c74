using Azure.Core.Pipeline;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;
using TenantTokens.Notifications;
using TenantTokens.Registration;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Scheduling;
using TenantTokens.Simulation.Bugs;
using TenantTokens.Tokens;
using TenantTokens.Web;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Simulation.Product;

/// <summary>
/// One process of an installation: the whole product on the clock that jumps, its clients over the wire in process, its engine on the
/// pool's single thread.
/// </summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(100);

    private readonly ServiceProvider _services;
    private readonly DataDirectory _directory;
    private readonly EmbeddedEngine _engine;
    private readonly TimeProvider _time;
    private readonly Lazy<RequestDelegate> _web;
    private bool _isWaking;
    private bool _isWakingAgain;

    private ProductProcess(
        Installation installation,
        ProcessLife life,
        ServiceProvider services,
        Func<RequestDelegate> web,
        DurableTaskRegistry registry,
        TimeProvider time)
    {
        (Installation, Life, _services, _web, _time) = (installation, life, services, new Lazy<RequestDelegate>(web), time);
        _directory = installation.Acquire();
        _engine = new EmbeddedEngine(_directory, registry, services, time, NullLogger<EmbeddedEngine>.Instance)
        {
            RunsOnThreadPool = true,
            CommitProbe = after =>
            {
                if (!after && installation.IsDiskFull())
                {
                    life.Die();
                }

                if (!life.Goes(after ? "it has written its journal" : "it is about to write its journal"))
                {
                    throw new ProcessDiedException();
                }
            },
        };
    }

    public Installation Installation { get; }

    public ProcessLife Life { get; }

    /// <summary>The pages and the API, made when somebody first asks.</summary>
    public RequestDelegate Web => _web.Value;

    /// <summary>Starts a process on what the last one left.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="life">How long.</param>
    /// <param name="wire">The way to the world, for a process with this life and clock.</param>
    /// <param name="ledger">The ledger as this process sees it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">What spreads waits.</param>
    /// <param name="messages">Where people are told; null when they are not.</param>
    /// <param name="bug">What is planted; null for nothing.</param>
    public static async Task<ProductProcess> StartAsync(
        Installation installation, ProcessLife life, Func<HttpMessageHandler> wire, ILedgerStore ledger, TimeProvider time, Random jitter,
        INotificationChannel? messages, PlantedBug? bug)
    {
        HttpClient azure = new(wire()) { Timeout = Timeout.InfiniteTimeSpan };
        IServiceCollection collection = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(ledger)
            .AddSingleton(time)
            .AddSingleton(jitter)
            .AddSingleton(new CopyPlace("simulated", installation.Place))
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(azure))
            .AddRotation(installation.Options)
            .AddSingleton(
                provider => new DynatraceEnvironments(installation.Options.Environments.Select(environment => DynatraceEnvironments.Create(
                    environment,
                    new HttpClient(wire()),
                    provider.GetRequiredService<TokenVault>().ReadSecretAsync,
                    provider.GetRequiredService<SecretScrubber>(),
                    time,
                    jitter))))
            .AddSingleton(_ => WebhookConnections.Over(wire()));
        if (messages is not null)
        {
            collection.AddSingleton(messages);
        }

        bug?.Plant(collection);
        ServiceProvider services = collection.BuildServiceProvider();
        DurableTaskRegistry registry = new DurableTaskRegistry().AddRotationTasks();
        bug?.Plant(registry);
        ProductProcess process = new(installation, life, services, () => BuildWeb(collection, bug), registry, time);
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
        if (!HasJournal)
        {
            return;
        }

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
        => [.. (await OrchestrationsAsync())
            .Where(static instance => instance.RuntimeStatus is OrchestrationRuntimeStatus.Failed
                && (instance.Name == RotationOrchestrator.Name.Value || instance.Name == SweepOrchestrator.Name.Value))
            .Select(static instance => $"{instance.Name}: {instance.FailureType}: {instance.FailureMessage}")];

    /// <summary>Every orchestration that its engine knows.</summary>
    public async Task<IReadOnlyList<OrchestrationMetadata>> OrchestrationsAsync()
    {
        List<OrchestrationMetadata> all = [];
        await foreach (OrchestrationMetadata instance in _engine.GetAllInstancesAsync())
        {
            all.Add(instance);
        }

        return all;
    }

    /// <summary>Whether it has its journal, and so drives anything.</summary>
    public bool HasJournal { get; private set; } = true;

    /// <summary>Its journal goes to another process. What it is at work on it does to the end, and begins nothing new.</summary>
    public async Task LoseJournalAsync()
    {
        HasJournal = false;
        await _engine.LoseJournalAsync();
        _directory.Dispose();
    }

    /// <summary>Ends as a crash would. The next process may take the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        Life.Die();
        await _engine.CrashAsync();
        _directory.Dispose();
    }

    private static RequestDelegate BuildWeb(IServiceCollection collection, PlantedBug? bug)
    {
        collection.AddRotationWeb(new WebHostOptions())
            .AddSingleton<IRequestIdentity, SimulatedSignIn>()
            .AddDataProtection()
            .UseEphemeralDataProtectionProvider();
        ServiceProvider services = collection.BuildServiceProvider();
        RequestDelegate web = RotationWeb.Build(services);
        return bug?.Plant(web, services) ?? web;
    }

    private async Task LookNowAndThenAsync()
    {
        while (HasJournal)
        {
            WakeSoon();
            if (Installation.Options.Environments[0].Schedule is not null)
            {
                await Get<ScheduleRound>().RunAsync(_engine, CancellationToken.None);
            }

            await Task.Delay(_lookEvery, _time, CancellationToken.None);
        }
    }

    private async Task WakeAsync()
    {
        do
        {
            _isWakingAgain = false;
            await Task.Delay(_soon, _time, CancellationToken.None);
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
