using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using DurableTask.AzureStorage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Functions;
using TenantTokens.Functions.Durable;
using TenantTokens.FunctionsDurableHost;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Sending;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsStorageTests.Rotations;

/// <summary>
/// A rotation as Azure runs it, without a Functions host: the app's own composition root and functions in processes that can be killed,
/// orchestrations on the Azure Storage backend, the ledger in Azure Tables (each in an emulator of its own, as they are accounts of their
/// own), against a simulated world. alice decides.
/// </summary>
internal sealed class StorageRotation : IAsyncDisposable
{
    private const string Environment = "sim00001";
    private const string Approver = "alice";
    private const int LooksToAWake = 20;
    private const int Stale = 20; // the host script's exit code, docs/hosts.md
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(500); // a look is a dozen requests to the emulator
    // less than the five minutes that a killed worker's messages are hidden by default
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("storage-rotation-");
    private readonly List<HostProcess> _workers = [];
    private readonly Dictionary<string, string> _appSettings = [];
    private SimulatedWorld _world = null!;
    private StoredAzurite _hubStorage = null!;
    private StoredAzurite _ledgerStorage = null!;
    private StorageHub _hub = null!;
    private AzureStorageOrchestrationService _store = null!;
    private DurableApi _api = null!;
    private ServiceProvider _services = null!;
    private string _rotationId = "";
    private int _looks;

    private StorageRotation()
    {
    }

    /// <summary>The truth about the world.</summary>
    public WorldSnapshot World => _world.Snapshot();

    /// <summary>Every run command that the world saw, in order.</summary>
    public IReadOnlyList<CommandSnapshot> Commands => _world.Commands();

    /// <summary>The adapter's client, as a function has it.</summary>
    public DurableClient Client => new(_api.Client);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts world, storage and client. No worker runs yet.</summary>
    public static async Task<StorageRotation> StartAsync(bool models, int machines = 12, double timeScale = 1.0 / 90)
    {
        StorageRotation rotation = new();
        rotation._world = await SimulatedWorld.StartAsync(
            new() { Machines = machines, Models = models, TimeScale = timeScale, Directory = rotation.Folder("world") }, Stop);
        rotation._hubStorage = await StoredAzurite.StartAsync(rotation.Folder("hub"), Stop);
        rotation._ledgerStorage = await StoredAzurite.StartAsync(rotation.Folder("ledger"), Stop);
        await rotation.ConfigureAsync();
        rotation._hub = new(rotation._hubStorage.ConnectionString, "TenantToken");
        rotation._store = await rotation._hub.OpenAsync("client");
        rotation._api = await DurableApi.StartAsync(rotation._store, Stop);
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection(rotation._appSettings!).Build();
        rotation._services = new ServiceCollection().AddLogging().AddRotationApp(AppSettings.Read(settings)).BuildServiceProvider();
        return rotation;
    }

    /// <summary>Ends the root and none of its children, and takes its history away, as the durable extension's own HTTP API does.</summary>
    public async Task LoseRootAsync()
    {
        string root = RotationOrchestrator.InstanceIdOf(Environment);
        await _api.Client.TerminateInstanceAsync(root, Stop);
        await _api.Client.WaitForInstanceCompletionAsync(root, Stop);
        await _api.Client.PurgeInstanceAsync(root, Stop);
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="crashAfter">See <see cref="HostSettings.CrashAfter"/>.</param>
    /// <param name="isChanged">See <see cref="HostSettings.IsChanged"/>.</param>
    public async Task<HostProcess> StartWorkerAsync(string? crashAfter = null, bool isChanged = false)
    {
        HostProcess worker = await HostProcess.StartAsync(new(_hub, CrashAfter: crashAfter, IsChanged: isChanged), _appSettings, Stop);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Asks for a rotation, as the emergency call does.</summary>
    public async Task RotateAsync()
    {
        RotationRecord rotation = (await Get<RotationLedger>().OpenAsync(new(Environment, "rachel", PlanConfirmed: true), Stop)).Rotation;
        _rotationId = rotation.RotationId;
        await Get<RotationWaker>().EnsureAsync(Client, rotation, Stop);
    }

    /// <summary>What the timer does: starts what is gone, parks what failed, tells what was not heard.</summary>
    public Task WakeAsync() => Get<RotationWaker>().WakeAllAsync(Client, Stop);

    /// <summary>Waits until the rotation looks like this in the ledger.</summary>
    public async Task<RotationSnapshot> UntilAsync(Func<RotationSnapshot, bool> condition, string what)
    {
        RotationSnapshot? seen = null;
        await Eventually.IsSoAsync(
            async () =>
            {
                seen = await Get<RotationReader>().ReadAsync(_rotationId, Stop);
                bool isSo = condition(seen);
                if (!isSo && ++_looks % LooksToAWake == 0)
                {
                    // as the app's timer does: a root that ended, since its history had grown long, is replaced by nobody else
                    await WakeAsync();
                }

                return isSo;
            },
            () =>
                $"{what}; it is {seen?.Rotation.Phase} {seen?.Rotation.ParkReason}, gate {seen?.Gate?.GateId} {seen?.GateOutcome} about"
                    + $" {string.Join("; ", seen?.Rest ?? [])}, {seen?.Coverage}, problems:"
                    + $" {string.Join("; ", seen?.Plan?.Problems ?? [])}; the root has"
                    + $" {HistoryRows.Last(_hub, RotationOrchestrator.InstanceIdOf(Environment), 80)}",
            _lookEvery,
            _patience,
            Stop);
        return seen!;
    }

    /// <summary>Waits until a OneAgent's apply is under way: the middle of a wave.</summary>
    public Task UntilMidWaveAsync()
        => Eventually.IsSoAsync(
            () => Task.FromResult(Commands.Any(static command => command is { Component: "oneagent", Action: "apply" })),
            () => "a OneAgent gets its token",
            _lookEvery,
            _patience,
            Stop);

    /// <summary>
    /// Waits for the middle of a wave in which the history of the segments names every command that was sent: what is killed before that
    /// simply begins anew.
    /// </summary>
    public Task UntilMidWaveIsRecordedAsync()
        => Eventually.IsSoAsync(
            async () =>
            {
                IReadOnlyList<CommandSnapshot> sent = Commands;
                return sent.Any(static command => command is { Component: "oneagent", Action: "apply", EndedAt: null })
                    && await HistoryRows.CountScheduledAsync(_hub, SendRunCommand.Name.Value) >= sent.Count;
            },
            () => "a OneAgent gets its token, and the history says so",
            _lookEvery,
            _patience,
            Stop);

    /// <summary>Waits for the finish gate and approves it.</summary>
    public async Task ApproveAsync() => await ApproveAsync(await UntilFinishIsAskedAsync());

    /// <summary>Waits for the finish gate.</summary>
    public Task<RotationSnapshot> UntilFinishIsAskedAsync() => UntilAsync(IsFinishAsked, "the finish gate is open");

    /// <summary>Since when the root is the one that it is.</summary>
    public async Task<DateTimeOffset> RootSinceAsync()
        => (await Client.GetInstanceAsync(RotationOrchestrator.InstanceIdOf(Environment), Stop))!.CreatedAt;

    /// <summary>
    /// Waits until it is completed. A gate that is issued anew, since something changed after the vote, is approved again, as alice would.
    /// </summary>
    public async Task<RotationSnapshot> CompletedAsync()
    {
        RotationSnapshot seen = await NextAsync();
        while (seen.Rotation.Phase is not RotationPhase.Completed)
        {
            await ApproveAsync(seen);
            seen = await NextAsync();
        }

        return seen;

        Task<RotationSnapshot> NextAsync()
            => UntilAsync(static now => now.Rotation.Phase is RotationPhase.Completed || IsFinishAsked(now), "completed");
    }

    private static bool IsFinishAsked(RotationSnapshot seen) => seen is { Gate.Kind: GateKind.Finish, GateOutcome: GateOutcome.Undecided };

    private async Task ApproveAsync(RotationSnapshot seen)
    {
        Vote vote = new(Approver, GateChoice.Approve, "seen", seen.Gate!.PlanHash, "test", TimeProvider.System.GetUtcNow());
        VoteAnswer answer = await Get<GateVoting>().VoteAsync(_rotationId, seen.Gate!.GateId, vote, Stop);
        Assert.True(answer.Accepted, answer.Message);
        await WakeAsync();
    }

    /// <summary>Gives an operator's command.</summary>
    public async Task TellAsync(OperatorCommandKind kind)
    {
        OperatorAnswer answer = await Get<OperatorCommandLedger>().GiveAsync(_rotationId, new(kind, "olga", "because", null), Stop);
        Assert.True(answer.Accepted, answer.Message);
        await WakeAsync();
    }

    /// <summary>A part of the product.</summary>
    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>How many rows of history each instance has.</summary>
    public Task<IReadOnlyDictionary<string, int>> HistoryAsync() => HistoryRows.CountAsync(_hub);

    /// <summary>
    /// start and finish took effect once, nobody's data was rejected, no run command was carried out twice, and no token is in any storage.
    /// The minute that a killed worker's messages are hidden is longer than a command's window in a world this fast: the host then refuses
    /// it as stale, and it is sent anew.
    /// </summary>
    public async Task EndedWellAsync()
    {
        WorldSnapshot world = World;
        Assert.Equal(new CallCounts(1, 1, 0), world.Calls);
        Assert.Equal(0, world.Heartbeats.Rejected);
        Assert.True(world.Heartbeats.Accepted > 0);
        string twice = string.Join('\n', Commands
            .Where(static command => command is { Action: "apply", ExitCode: not (null or Stale) })
            .GroupBy(static command => (command.Machine, command.Component))
            .Where(static ran => ran.Count() > 1)
            .Select(static ran => $"{ran.Key}: {string.Join(", ", ran)}"));
        Assert.True(twice.Length == 0, twice);
        await HoldsNoTokenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        await _api.DisposeAsync();
        _store.Dispose();
        await _services.DisposeAsync();
        _hubStorage.Dispose();
        _ledgerStorage.Dispose();
        await _world.DisposeAsync();
        _place.Delete(recursive: true);
    }

    private async Task StopWorkersAsync()
    {
        foreach (HostProcess worker in _workers)
        {
            await worker.DisposeAsync();
        }

        _workers.Clear();
    }

    private string Folder(string name) => _place.CreateSubdirectory(name).FullName;

    private async Task ConfigureAsync()
    {
        JsonObject configuration = JsonNode.Parse(_world.RotationJson())!.AsObject();
        configuration["approvals"] = new JsonObject { ["finish"] = new JsonObject { ["approvers"] = new JsonArray(Approver) } };
        configuration["policy"]!["gateSoak"] = "00:00:00.5000000";
        configuration["policy"]!["soak"] = "00:00:00.1000000";
        string path = Path.Combine(_place.FullName, "rotation.json");
        await File.WriteAllTextAsync(path, configuration.ToJsonString(), Stop);
        _appSettings["ROTATION_CONFIGURATION"] = path;
        _appSettings["LEDGER_TABLES_CONNECTION_STRING"] = _ledgerStorage.ConnectionString;
    }

    /// <summary>
    /// What docs/testing.md has a person do: the emulators write down what they hold, and every token of the vault is looked for in it.
    /// </summary>
    private async Task HoldsNoTokenAsync()
    {
        string tokens = string.Join('\n', await TokensAsync());
        await StopWorkersAsync();
        foreach ((StoredAzurite storage, string folder) in new[] { (_hubStorage, "hub"), (_ledgerStorage, "ledger") })
        {
            await storage.StopAsync(Stop);
            BufferedCommandResult found = await Cli.Wrap("bash")
                .WithArguments([Path.Combine(Repository.Root, "eng", "find-tokens.sh"), Path.Combine(_place.FullName, folder)])
                .WithStandardInputPipe(PipeSource.FromString(tokens))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Stop);
            Assert.True(found.ExitCode == 0, found.StandardOutput + found.StandardError);
        }
    }

    private async Task<IReadOnlyList<string>> TokensAsync()
    {
        // Only the simulated vault is asked here, on loopback; the app checks the certificate.
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using HttpClient http = new(handler) { BaseAddress = _world.Endpoint };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "simulated");
        List<string> tokens = [await ValueAsync("secrets/dynatrace-api-token")];
        JsonObject versions = (await http.GetFromJsonAsync<JsonObject>(
            $"secrets/dynatrace-tenant-token-{Environment}/versions?api-version=7.6",
            Stop))!;
        foreach (JsonNode? version in versions["value"]!.AsArray())
        {
            tokens.Add(await ValueAsync(version!["id"]!.GetValue<string>()));
        }

        Assert.True(tokens.Count >= 3, "the old and the new token, and the API token");
        return tokens;

        async Task<string> ValueAsync(string secret)
            => (await http.GetFromJsonAsync<JsonObject>($"{secret}?api-version=7.6", Stop))!["value"]!.GetValue<string>();
    }
}
