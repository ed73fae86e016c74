using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Ledger;
using TenantTokens.Registration;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// Everything that a rotation needs on one machine. Opening it opens the ledger, which any number of processes may read and write. Driving
/// needs the data directory, which one process owns.
/// </summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SqliteLedgerStore _store;
    private DataDirectory? _directory;
    private EmbeddedEngine? _engine;

    private LocalHost(
        RotationOptions options,
        string dataDirectory,
        bool verbose,
        Action<IServiceCollection, LocalHost>? more,
        bool mustExist)
    {
        Options = options;
        DataPath = Path.GetFullPath(dataDirectory);
        _store = mustExist ? LocalLedger.OpenExisting(DataPath) : LocalLedger.Open(DataPath);
        IServiceCollection services = new ServiceCollection()
            .AddLogging(logging => AddLog(logging, verbose))
            .AddSingleton<ILedgerStore>(_store)
            .AddSingleton(new CopyPlace(Environment.UserName, $"{Environment.MachineName}:{DataPath}"))
            .AddRotation(options);
        more?.Invoke(services, this);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The configuration.</summary>
    public RotationOptions Options { get; }

    /// <summary>The data directory's full path.</summary>
    public string DataPath { get; }

    /// <summary>The engine. Throws before <see cref="TryDriveAsync"/> has returned true.</summary>
    public IDurableClient Engine => _engine ?? throw new InvalidOperationException("This process does not drive the data directory.");

    /// <summary>All services of the product.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Where messages go about problems that were repaired automatically. Standard error by default.</summary>
    public TerminalWriter Notices { get; set; } = Terminal.StandardErrors;

    /// <summary>Opens the ledger and creates the services.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="verbose">Whether to log.</param>
    /// <param name="more">Adds services that only some hosts have; it gets the options and the data path.</param>
    /// <param name="mustExist">Whether the ledger must exist. If not, a new one is created in a directory that never had one.</param>
    /// <exception cref="LedgerDamagedException">The ledger is damaged, or lost.</exception>
    /// <exception cref="UserErrorException">The ledger must exist and does not.</exception>
    public static LocalHost Open(
        RotationOptions options,
        string dataDirectory,
        bool verbose,
        Action<IServiceCollection, LocalHost>? more = null,
        bool mustExist = false)
        => new(options, dataDirectory, verbose, more, mustExist);

    /// <summary>Returns a service of the product.</summary>
    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>Returns a number that changes whenever any process has written to the ledger.</summary>
    public Task<long> ChangesAsync() => _store.GetChangeCounterAsync();

    /// <summary>
    /// Takes the data directory and starts the engine, which continues what is in its journal. Returns false when another process drives
    /// the directory.
    /// </summary>
    public async Task<bool> TryDriveAsync(CancellationToken cancellationToken)
    {
        if (_engine is not null)
        {
            return true;
        }

        _directory = DataDirectory.TryAcquire(DataPath);
        if (_directory is null)
        {
            return false;
        }

        _engine = new EmbeddedEngine(
            _directory,
            new DurableTaskRegistry().AddRotationTasks(),
            _services,
            Get<TimeProvider>(),
            Get<ILogger<EmbeddedEngine>>());
        await _engine.StartAsync(cancellationToken);
        if (_engine.Rebuilt is { } rebuilt)
        {
            Notices.WriteLine($"{rebuilt}");
        }

        return true;
    }

    /// <summary>Stops the engine, releases the data directory and closes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _directory?.Dispose();
        await _services.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static void AddLog(ILoggingBuilder logging, bool verbose)
        => logging
            .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Critical)
            .AddFilter("TenantTokens.Web", verbose ? LogLevel.Information : LogLevel.Error) // every 5xx answer is logged
            .AddFilter("TenantTokens.Web.Guards.OutageLog", LogLevel.Information) // and when that is over
            .AddConsoleFormatter<LogTextFormatter, ConsoleFormatterOptions>()
            .AddConsole(static console => console.FormatterName = LogTextFormatter.FormatterName)
            .Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
