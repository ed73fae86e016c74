using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Local.Ledger;
using TenantTokens.Local.Tests.Engine;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>
/// The product on a SQLite file and a real engine. Its rotations wait for events and do nothing else; only the vault and the clock are
/// replaced.
/// </summary>
internal sealed class DrivingHost : IAsyncDisposable
{
    public const string Environment = "sim00001";
    private readonly TemporaryDirectory _temporary = new();
    private readonly SqliteLedgerStore _store;
    private readonly ServiceProvider _services;
    private readonly EngineHost _engine;

    private DrivingHost(ScheduleOptions? schedule)
    {
        _store = new SqliteLedgerStore(_temporary.File("ledger.db"));
        Options = Some.Options(schedule: schedule);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILedgerStore>(_store)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(Vault))
            .AddRotation(Options)
            .BuildServiceProvider();
        _engine = new EngineHost(
            new DurableTaskRegistry()
                .AddOrchestrator<Waiting, RotationInput, RotationOrchestrator.Result>(RotationOrchestrator.Name)
                .AddOrchestrator<Ending, string, string>(Ends),
            _services,
            Time);
        Vault.Add(Options.Environments[0].TenantTokenSecret, "prv0bYw93v8sU9b1");
    }

    /// <summary>A schedule that is due every quarter of an hour, once there was a success.</summary>
    public static ScheduleOptions QuarterHourly { get; } = new() { Cron = "*/15 * * * *" };

    /// <summary>An orchestration that ends at once.</summary>
    public static OrchestratorName<string, string> Ends { get; } = new("Ends");

    public FakeTimeProvider Time { get; } = new(Some.Now.AddMinutes(1));

    public FakeKeyVault Vault { get; } = new();

    public RotationOptions Options { get; }

    public IDurableClient Engine => _engine.Client;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<DrivingHost> StartAsync(ScheduleOptions? schedule = null)
    {
        DrivingHost host = new(schedule);
        await host._engine.StartAsync();
        return host;
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>The status of the environment's rotation in the engine; null when none was ever started.</summary>
    public async Task<OrchestrationRuntimeStatus?> StatusAsync()
        => (await Engine.GetInstanceAsync(RotationOrchestrator.InstanceIdOf(Environment), Stop))?.RuntimeStatus;

    public async Task<RotationRecord?> LatestAsync() => await Get<RotationLedger>().FindLatestAsync(Environment, Stop);

    /// <summary>The last success was yesterday: what is scheduled every quarter of an hour is due.</summary>
    public Task<ScheduleRecord> MakeDueAsync()
        => Get<ScheduleLedger>().UpdateAsync(Environment, static current => current with { LastSuccess = Some.Now.AddDays(-1) }, Stop);

    /// <summary>Runs an orchestration to its end and says its id.</summary>
    public async Task<string> RunToEndAsync()
    {
        string id = await Engine.ScheduleNewOrchestrationInstanceAsync(Ends, "", cancellationToken: Stop);
        await Engine.WaitForInstanceCompletionAsync(id, Stop);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        Vault.Dispose();
        _temporary.Dispose();
    }

    private sealed class Waiting : IOrchestrator<RotationInput, RotationOrchestrator.Result>
    {
        public Task<RotationOrchestrator.Result> RunAsync(IOrchestrationContext context, RotationInput input)
            => context.WaitForExternalEvent<RotationOrchestrator.Result>("never");
    }

    private sealed class Ending : IOrchestrator<string, string>
    {
        public Task<string> RunAsync(IOrchestrationContext context, string input) => Task.FromResult(input);
    }
}
