using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;
using TenantTokens.Testing.Moves;
using TenantTokens.Tooling;

namespace TenantTokens.Scenarios.Tests;

/// <summary>
/// A rotation of a fleet of models in the same process: the real product over HTTPS against a simulated world, hundreds of times as fast as
/// life. alice decides the gates.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    // A fast world stays in a state for moments only.
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(50);
    private const double TimeScale = 0.002;
    private const string Approver = "alice";
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("tenant-token-scenario-");
    private readonly CancellationTokenSource _stop = new();
    private readonly MovesOfTargets _moves = new();
    private SimulatedWorld _world = null!;
    private WatchedLedger _ledger = null!;
    private LocalHost _host = null!;
    private RotationDriver _driver = null!;
    private Task _driving = Task.CompletedTask;
    private string _rotationId = "";

    private Scenario()
    {
    }

    /// <summary>The kinds of requests that the world saw.</summary>
    public IReadOnlyList<string> RequestKinds => _world.RequestKinds();

    /// <summary>Every request that the world answered.</summary>
    public IReadOnlyList<RequestSnapshot> Requests => _world.Requests();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts a world.</summary>
    /// <param name="machines">How many machines.</param>
    /// <param name="change">Changes rotation.json.</param>
    /// <param name="keepsRequests">Whether <see cref="Requests"/> has them.</param>
    public static async Task<Scenario> StartAsync(int machines = 12, Action<JsonObject>? change = null, bool keepsRequests = false)
    {
        Scenario scenario = new();
        WorldOptions options = new()
        {
            Machines = machines,
            Models = true,
            TimeScale = TimeScale,
            KeepsRequests = keepsRequests,
            Directory = Path.Combine(scenario._place.FullName, "world"),
        };
        scenario._world = await SimulatedWorld.StartAsync(options, Stop);
        JsonObject configuration = JsonNode.Parse(scenario._world.RotationJson())!.AsObject();
        configuration["approvals"] = new JsonObject { ["finish"] = new JsonObject { ["approvers"] = new JsonArray(Approver) } };
        change?.Invoke(configuration);
        RotationConfigurationResult read = RotationConfiguration.Parse(
            System.Text.Encoding.UTF8.GetBytes(configuration.ToJsonString()),
            scenario._place.FullName);
        Assert.True(read.IsValid, string.Join("; ", read.Problems));
        await scenario.DriveAsync(read.Options);
        return scenario;
    }

    /// <summary>Something happens to the world.</summary>
    public void Plant(params Fault[] faults) => Array.ForEach(faults, _world.Plant);

    /// <summary>Every machine that is off comes back.</summary>
    public void TurnEverythingOn()
        => Plant([
            .. _world.Snapshot().Machines
                .Where(static machine => machine.PowerState is not ("PowerState/running" or "Connected"))
                .Select(static machine => new Fault(FaultKind.MachineOn) { Machine = machine.Name }),
        ]);

    /// <summary>Asks for a rotation and drives it.</summary>
    public async Task RotateAsync(RotationRequest? request = null)
    {
        RotationRequest wanted = request ?? new("sim00001", "rachel", PlanConfirmed: true);
        RotationRecord rotation = (await _host.Get<RotationLedger>().OpenAsync(wanted, Stop)).Rotation;
        _rotationId = rotation.RotationId;
        await _driver.EnsureAsync(rotation, Stop);
    }

    /// <summary>The rotation now.</summary>
    public Task<RotationSnapshot> LookAsync() => _host.Get<RotationReader>().ReadAsync(_rotationId, Stop);

    /// <summary>Waits until the rotation looks like this.</summary>
    public async Task<RotationSnapshot> UntilAsync(Func<RotationSnapshot, bool> condition, string what)
    {
        (long changes, RotationSnapshot? seen) = (-1, null);
        await Eventually.IsSoAsync(IsSoAsync, () => $"{what}; it is {Describe(seen)}", _lookEvery, Stop);
        return seen!;

        async Task<bool> IsSoAsync()
        {
            if (await _host.ChangesAsync() is var now && now != changes)
            {
                (changes, seen) = (now, await LookAsync());
                _moves.AssertAllowed();
            }

            return condition(seen!);
        }
    }

    /// <summary>Waits until a gate of this kind is open and undecided.</summary>
    public Task<RotationSnapshot> UntilGateAsync(GateKind kind)
        => UntilAsync(
            seen => seen is { Gate: { } gate, GateOutcome: GateOutcome.Undecided } && gate.Kind == kind,
            $"a {kind} gate is open");

    /// <summary>alice decides the open gate.</summary>
    public async Task DecideAsync(GateChoice choice, string? comment = "seen")
    {
        GateRecord gate = (await LookAsync()).Gate ?? throw new InvalidOperationException("No gate is open.");
        VoteAnswer answer = await _host.Get<GateVoting>()
            .VoteAsync(
                _rotationId,
                gate.GateId,
                new(Approver, choice, comment, gate.PlanHash, "test", TimeProvider.System.GetUtcNow()),
                Stop);
        Assert.True(answer.Accepted, answer.Message);
    }

    /// <summary>olga, an operator, says something.</summary>
    public async Task TellAsync(OperatorCommandKind kind)
    {
        OperatorAnswer answer = await _host.Get<OperatorCommandLedger>().GiveAsync(_rotationId, new(kind, "olga", "because"), Stop);
        Assert.True(answer.Accepted, answer.Message);
    }

    /// <summary>Approves the finish gate when it opens and waits for the end.</summary>
    public async Task<RotationSnapshot> ApproveAndCompleteAsync()
    {
        await UntilGateAsync(GateKind.Finish);
        await DecideAsync(GateChoice.Approve);
        return await CompletedAsync();
    }

    /// <summary>Waits until it is completed.</summary>
    public Task<RotationSnapshot> CompletedAsync()
        => UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Completed, "completed");

    /// <summary>A part of the product.</summary>
    public T Get<T>()
        where T : notnull
        => _host.Get<T>();

    /// <summary>start and finish took effect once; nobody's data was rejected, and none was undelivered.</summary>
    public void LostNothing()
    {
        WorldSnapshot world = _world.Snapshot();
        Assert.Equal(new CallCounts(1, 1, 0), world.Calls);
        Assert.Equal([], world.Heartbeats.RejectedFrom);
        Assert.True(world.Heartbeats.Accepted > 0);
        Assert.Equal([], world.Heartbeats.UndeliveredFrom);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _driving;
        await _host.DisposeAsync();
        await _world.DisposeAsync();
        _stop.Dispose();
        _ledger.Dispose();
        _place.Delete(recursive: true);
        _moves.AssertAllowed();
    }

    private async Task DriveAsync(RotationOptions options)
    {
        _host = LocalHost.Open(
            options,
            Path.Combine(_place.FullName, "data"),
            verbose: false,
            (services, _) => services.AddSingleton<ILedgerStore>(_ledger = WatchedLedger.OverNew(LedgerOf(services), _moves)));
        Assert.True(await _host.TryDriveAsync(Stop));
        _driver = new RotationDriver(_host, approver: null) { Serves = true };
        _driving = _driver.RunAsync(_stop.Token);
    }

    private static ILedgerStore LedgerOf(IServiceCollection services)
        => (ILedgerStore)services.Single(static service => service.ServiceType == typeof(ILedgerStore)).ImplementationInstance!;

    private static string Describe(RotationSnapshot? seen) => seen is null
        ? "not there"
        : $"{seen.Rotation.Phase} {seen.Rotation.ParkReason}, gate {seen.Gate?.GateId} {seen.GateOutcome} ({seen.Gate?.Why}),"
            + $" {seen.Coverage}, "
            + string.Join(
                "; ",
                seen.Targets.Where(static target => !target.IsOnNewToken)
                    .Take(12)
                    .Select(static target => $"{target.Name} {target.State} {target.Code} {target.Message}"))
            + $", problems: {string.Join("; ", seen.Plan?.Problems ?? [])}";
}
