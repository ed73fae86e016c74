using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Watching;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>A simulated world, a configuration that points at it, and a data directory for the rotation.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(150);
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("tenant-token-e2e-");
    private readonly HttpClient _http;
    private SimulatedWorld? _here;
    private RunningProgram? _process;

    private World()
    {
        Configuration = Path.Combine(_place.FullName, "rotation.json");
        Data = Path.Combine(_place.FullName, "data");
        Trees = Path.Combine(_place.FullName, "world");
        Directory.CreateDirectory(Trees);

        // Only /world is asked here, on loopback; the program under test checks the certificate.
        HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        _http = new HttpClient(handler);
    }

    /// <summary>The rotation.json.</summary>
    public string Configuration { get; }

    /// <summary>The rotation's data directory.</summary>
    public string Data { get; }

    /// <summary>Where the machines' trees are.</summary>
    public string Trees { get; }

    /// <summary>The world's address.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>
    /// Starts a world in this process. Its soaks are cut to what a test needs, and its machines are models unless the test is about what
    /// the real script does on real files: the demo, the kill test, the guard and the search for tokens are.
    /// </summary>
    public static async Task<World> StartAsync(int machines = 4, int seed = 1, Action<JsonObject>? change = null, bool models = true)
    {
        World world = new();
        world._here = await SimulatedWorld.StartAsync(
            new WorldOptions { Machines = machines, Seed = seed, Models = models, Directory = world.Trees },
            TestContext.Current.CancellationToken);
        await world._here.WriteConfigurationAsync(world.Configuration, TestContext.Current.CancellationToken);
        await world.ConfigureAsync(change);
        return world;
    }

    /// <summary>Starts a world with <c>simulate</c>, as a process of its own.</summary>
    public static async Task<World> SimulateAsync(int machines = 4, int seed = 1)
    {
        World world = new();
        RunningProgram process = ProgramUnderTest.Start(
            "simulate",
            "--machines",
            $"{machines}",
            "--seed",
            $"{seed}",
            "--directory",
            world.Trees,
            "--write-config",
            world.Configuration);
        world._process = process;
        await UntilAsync(
            () => Task.FromResult(File.Exists(world.Configuration) || process.Ended.IsCompleted),
            () => $"the world starts: {process.Said}");
        await world.ConfigureAsync(change: null);
        return world;
    }

    /// <summary>The finish gate is decided by a person, alice, and by nobody else.</summary>
    public static void AliceDecides(JsonObject configuration)
        => configuration["approvals"] = new JsonObject { ["finish"] = new JsonObject { ["approvers"] = new JsonArray("alice") } };

    /// <summary>Runs a command of the program against this world.</summary>
    public Task<ProgramResult> RunAsync(string command, params string[] more) => ProgramUnderTest.RunAsync(Arguments(command, more));

    /// <summary>Begins a command of the program against this world, in this process.</summary>
    public BackgroundRun Begin(string command, params string[] more) => ProgramUnderTest.Begin(Arguments(command, more));

    /// <summary>Starts a command of the program against this world, as a process that can be killed.</summary>
    public RunningProgram Start(string command, params string[] more) => ProgramUnderTest.Start(Arguments(command, more));

    /// <summary>What GET /world says.</summary>
    public async Task<JsonObject> LookAsync() => (await _http.GetFromJsonAsync<JsonObject>(new Uri(Endpoint, "world")))!;

    /// <summary>Plants a fault.</summary>
    public async Task PlantAsync(Fault fault)
    {
        HttpResponseMessage answer = await _http.PostAsJsonAsync(new Uri(Endpoint, "world/faults"), fault);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the world looks like this.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> condition, string what)
    {
        JsonObject seen = [];
        await UntilAsync(async () => condition(seen = await LookAsync()), () => what);
        return seen;
    }

    /// <summary>Waits until the last rotation looks like this in the ledger.</summary>
    public async Task<RotationSnapshot> UntilRotationAsync(Func<RotationSnapshot, bool> condition, string what)
    {
        await using SqliteLedgerStore store = new(DataDirectory.LedgerPathIn(Data));
        RotationLedger rotations = new(store, TimeProvider.System);
        GateLedger gates = new(store, TimeProvider.System, new AuditTrail(store, TimeProvider.System));
        RotationReader reader = new(
            rotations,
            new TargetLedger(store),
            new PlanLedger(store),
            gates,
            new WatchLedger(store),
            new NotificationLedger(store, TimeProvider.System),
            TimeProvider.System);
        CancellationToken stop = TestContext.Current.CancellationToken;
        RotationSnapshot? seen = null;
        await UntilAsync(
            async () => await rotations.FindLatestAsync("sim00001", stop) is { } rotation
                && condition(seen = await reader.ReadAsync(rotation.RotationId, stop)),
            () => $"{what}; it is {seen?.Rotation.Phase}");
        return seen!;
    }

    /// <summary>Waits until the rotation's gate is open: only then can somebody decide it.</summary>
    public Task UntilGateAsync(string gateId = "finish-1")
        => UntilRotationAsync(seen => seen.Gate?.GateId == gateId, $"gate {gateId} is open");

    public async ValueTask DisposeAsync()
    {
        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_here?.DisposeAsync() ?? ValueTask.CompletedTask);
        _http.Dispose();
        _place.Delete(recursive: true);
    }

    /// <summary>Looks again and again, with a limit; nothing here waits for a fixed time.</summary>
    public static Task UntilAsync(Func<Task<bool>> isSo, Func<string> what)
        => Eventually.IsSoAsync(isSo, what, _lookEvery, TestContext.Current.CancellationToken);

    private async Task ConfigureAsync(Action<JsonObject>? change)
    {
        JsonObject configuration = JsonNode.Parse(await File.ReadAllTextAsync(Configuration))!.AsObject();
        configuration["policy"]!["gateSoak"] = "00:00:00.5000000";
        configuration["policy"]!["soak"] = "00:00:00.1000000";
        configuration["policy"]!["watch"]!["interval"] = "00:00:00.5000000";
        configuration["policy"]!["watch"]!["afterFinish"] = "00:00:00.2000000";
        change?.Invoke(configuration);
        await File.WriteAllTextAsync(Configuration, configuration.ToJsonString());
        Endpoint = new Uri(configuration["azure"]!["armEndpoint"]!.GetValue<string>());
    }

    private string[] Arguments(string command, string[] more) => [command, "--config", Configuration, "--data", Data, .. more];
}
