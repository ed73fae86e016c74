using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Runs orchestrations on this machine, with a journal in SQLite. The owner of the data directory has the only engine.</summary>
public sealed partial class EmbeddedEngine : IDurableClient, IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly ILogger<EmbeddedEngine> _logger;
    private readonly string _journalPath;
    private readonly Journal _journal;
    private readonly TurnLoop _loop;
    private readonly TurnRunner _runner;
    private readonly ActivityDispatcher _dispatcher;
    private readonly EngineRequests _requests;
    private readonly EngineClient _client;
    private bool _started;

    /// <param name="directory">The directory of the journal. The caller disposes it after the engine.</param>
    /// <param name="registry">Every orchestrator and activity.</param>
    /// <param name="services">The services for activities, which include an <see cref="ISecretScrubber"/>.</param>
    /// <param name="time">The clock for timers and time stamps.</param>
    /// <param name="logger">The engine's own log.</param>
    public EmbeddedEngine(
        DataDirectory directory,
        DurableTaskRegistry registry,
        IServiceProvider services,
        TimeProvider time,
        ILogger<EmbeddedEngine> logger)
    {
        // The journal uses tabs and line feeds as separators.
        if (registry.Activities.Keys.Concat(registry.Orchestrators.Keys).FirstOrDefault(static name => name.Any(char.IsControl))
            is { } wrong)
        {
            throw new ArgumentException($"The registered name '{wrong}' holds a control character.", nameof(registry));
        }

        _time = time;
        _logger = logger;
        _journalPath = directory.JournalPath;
        _journal = new Journal(_journalPath);
        _loop = new TurnLoop(_journal);
        _dispatcher = new ActivityDispatcher(registry, services, Finished);
        _runner = new TurnRunner(
            _journal,
            _loop,
            registry,
            time,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<ISecretScrubber>(),
            _dispatcher.Start);
        _requests = new EngineRequests(_loop);
        _client = new EngineClient(registry, time, _journal, _runner, _requests);
    }

    /// <summary>
    /// Completes when the engine has stopped. It is faulted when the journal could not be written (a full disk); the engine then stops, and
    /// nothing is lost.
    /// </summary>
    public Task Completion => _loop.Completion;

    /// <summary>A message for people when the journal was damaged and a new one was begun; null when it was intact.</summary>
    public string? Rebuilt { get; private set; }

    /// <summary>
    /// For tests: called with false before and true after each commit. An exception from it ends the engine like a crash.
    /// </summary>
    internal Action<bool>? CommitProbe
    {
        set => _journal.CommitProbe = value;
    }

    /// <summary>
    /// Whether orchestrator code runs on the thread pool, for a caller that schedules the pool; otherwise it runs on a thread of its own.
    /// </summary>
    internal bool RunsOnThreadPool { get; init; }

    /// <summary>Opens the journal and continues every live instance where it stopped.</summary>
    /// <exception cref="UnsupportedSchemaException">A newer version wrote the journal.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_journal.Open(_time.GetUtcNow()) is { } aside)
        {
            Rebuilt = $"The journal '{_journalPath}' was damaged and has been moved to '{aside}'. "
                + "A new journal is built from the ledger; rotations go on from the state in the ledger.";
            Log.Rebuilt(_logger, _journalPath, aside);
        }

        _started = true;
        _ = _loop.Completion.ContinueWith(Faulted, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _loop.Start(RunsOnThreadPool);
        return _requests.AskAsync(
            () =>
            {
                int live = _runner.Revival.ReviveAll();
                Log.Started(_logger, live);
                return live;
            },
            cancellationToken);
    }

    /// <summary>Cancels the running activities (they run again next time), records those that ended, and closes the journal.</summary>
    /// <param name="cancellationToken">Ends the wait for activities that do not react.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _dispatcher.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _loop.Stop();
        await LoopEndAsync();
    }

    /// <summary>Stops the engine. Activities get at most 30 s to end.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource grace = new(_grace, TimeProvider.System); // a person waits, so this is real time
        await StopAsync(grace.Token);
        _runner.Dispose();
        _dispatcher.Dispose();
    }

    public Task<string> ScheduleNewOrchestrationInstanceAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        CancellationToken cancellationToken = default)
        => _client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, instanceId, cancellationToken);

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => _client.GetInstanceAsync(instanceId, cancellationToken);

    public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? query = null,
        CancellationToken cancellationToken = default)
        => _client.GetAllInstancesAsync(query, cancellationToken);

    public Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellationToken = default)
        => _client.RaiseEventAsync(instanceId, eventName, eventPayload, cancellationToken);

    public Task SuspendInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => _client.SuspendInstanceAsync(instanceId, cancellationToken);

    public Task ResumeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => _client.ResumeInstanceAsync(instanceId, cancellationToken);

    public Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
        => _client.TerminateInstanceAsync(instanceId, reason, cancellationToken);

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => _client.PurgeInstanceAsync(instanceId, cancellationToken);

    public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default)
        => _client.WaitForInstanceCompletionAsync(instanceId, cancellationToken);

    /// <summary>For tests: waits until nothing runs, and nothing will happen without the clock or an outside event.</summary>
    internal async Task IdleAsync(CancellationToken cancellationToken)
    {
        bool isIdle;
        do
        {
            // The second effect runs after those of everything else in the batch.
            TaskCompletionSource<bool> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _loop.Post(() => _loop.AfterCommit(() => _loop.AfterCommit(() => reply.TrySetResult(_dispatcher.IsIdle && !_loop.HasWork))));
            isIdle = await _requests.UnlessStoppedAsync(reply.Task, cancellationToken);
        }
        while (!isIdle);
    }

    /// <summary>For tests: ends the engine like a crash.</summary>
    internal async Task CrashAsync()
    {
        _loop.Abandon();
        _ = _dispatcher.StopAsync();
        await LoopEndAsync();
        _runner.Dispose();
    }

    /// <summary>
    /// For tests: the journal belongs to another engine from now on. Running activities go on, and their results are lost, as when a worker
    /// loses its lease.
    /// </summary>
    internal Task LoseJournalAsync()
    {
        _loop.Abandon();
        return LoopEndAsync();
    }

    private async Task LoopEndAsync()
    {
        if (_started)
        {
            await _loop.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Finished(PendingStep step, TurnEvent end) => _loop.Post(() => _runner.Deliver(step.Owner, end));

    private void Faulted(Task completion)
    {
        Log.Faulted(_logger, completion.Exception!.InnerException!);
        _ = _dispatcher.StopAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The embedded engine started with {Live} live orchestrations.")]
        public static partial void Started(ILogger logger, int live);

        [LoggerMessage(3, LogLevel.Warning, "The journal {Journal} was damaged and now lies at {Aside}; a new one is begun.")]
        public static partial void Rebuilt(ILogger logger, string journal, string aside);

        [LoggerMessage(
            2,
            LogLevel.Critical,
            "The embedded engine stopped: the journal could not be written. Every orchestration goes on from its last recorded turn when"
                + " this program starts again.")]
        public static partial void Faulted(ILogger logger, Exception exception);
    }
}
