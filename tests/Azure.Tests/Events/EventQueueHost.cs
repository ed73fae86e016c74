using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;
using TenantTokens.Tooling;

namespace TenantTokens.AzureTests.Events;

/// <summary>
/// The queue trigger of the Functions host with the options and log levels of host.json, on queues and tables of Azurite, with the product
/// behind it. The vault is in memory and the engine a mock: a rotation is opened in the ledger and not run. Only the waits of host.json are
/// shorter.
/// </summary>
internal sealed class EventQueueHost : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(200);
    private readonly DirectoryInfo _folder;
    private readonly StoredAzurite _azurite;
    private readonly IHost _host;
    private readonly LogLines _log = new();

    private EventQueueHost(DirectoryInfo folder, StoredAzurite azurite)
    {
        _folder = folder;
        _azurite = azurite;
        Options = Some.Options(schedule: new() { Cron = "0 2 1 1 *" });
        Vault.Add(Options.Environments[0].TenantTokenSecret, "prv0bYw93v8sU9b1");
        Events = new(azurite.ConnectionString, EventFunction.Queue);
        Poison = new(azurite.ConnectionString, $"{EventFunction.Queue}-poison");
        _host = Build();
    }

    public RotationOptions Options { get; }

    public FakeKeyVault Vault { get; } = new();

    public QueueClient Events { get; }

    public QueueClient Poison { get; }

    public IReadOnlyList<LogLine> Log => _log.Lines;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it with both queues there and empty, as infra/ makes them.</summary>
    public static async Task<EventQueueHost> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("events-");
        EventQueueHost host = new(folder, await StoredAzurite.StartAsync(folder.FullName, Stop));
        await host.Events.CreateAsync(cancellationToken: Stop);
        await host.Poison.CreateAsync(cancellationToken: Stop);
        await host._host.StartAsync(Stop);
        return host;
    }

    public async Task<RotationRecord?> LatestAsync()
        => await _host.Services.GetRequiredService<RotationLedger>().FindLatestAsync(Options.Environments[0].Id, Stop);

    /// <summary>Waits until the host has deleted every message, which it does when it is handled or moved.</summary>
    public Task HandledAsync()
        => Eventually.IsSoAsync(
            async () => await CountAsync(Events) is 0,
            () => $"the queue is empty:\n{string.Join('\n', Log)}",
            _lookEvery,
            Stop);

    /// <summary>How many messages a queue holds, those that somebody is busy with among them.</summary>
    public static async Task<int> CountAsync(QueueClient queue)
    {
        QueueProperties properties = await queue.GetPropertiesAsync(Stop);
        return properties.ApproximateMessagesCount;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _azurite.Dispose();
        Vault.Dispose();
        _folder.Delete(recursive: true);
    }

    private IHost Build()
    {
        IConfiguration file = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "host.json")).Build();
        Dictionary<string, string?> settings = file.GetSection("extensions")
            .AsEnumerable()
            .ToDictionary(static entry => $"AzureWebJobs:{entry.Key}", static entry => entry.Value);
        settings["AzureWebJobs:extensions:queues:visibilityTimeout"] = "00:00:00";
        settings["AzureWebJobs:extensions:queues:maxPollingInterval"] = "00:00:00.2";
        settings["SecretEvents"] = _azurite.ConnectionString;

        Mock<ITypeLocator> functions = new();
        functions.Setup(static locator => locator.GetTypes()).Returns([typeof(EventFunction)]);
        return new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(settings))
            .ConfigureLogging(logging => logging.AddConfiguration(file.GetSection("logging")).AddProvider(_log))
            .ConfigureWebJobs(static jobs => jobs.AddAzureStorageQueues())
            .ConfigureServices(services => services
                .AddSingleton(functions.Object)
                .AddSingleton(TimeProvider.System)
                .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(Vault))
                .AddSingleton<ILedgerStore>(
                    new AzureTablesLedgerStore(LedgerTables.Open(null, _azurite.ConnectionString, AzureCredentials.Create(Options.Azure))))
                .AddRotation(Options)
                .AddSingleton(Mock.Of<IDurableClient>()))
            .Build();
    }
}
