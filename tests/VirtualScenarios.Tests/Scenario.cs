using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator;
using TenantTokens.Simulator.World;
using TenantTokens.Testing.Moves;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// A rotation of a fleet of models on a clock that jumps: the real product with the documented waits, its engine and its clients, in one
/// process with the simulated world. alice decides the gates.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    // A state of a rotation lasts for longer: people who look so often see them all.
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromDays(1);

    private readonly VirtualTime _time;
    private readonly VirtualWorld _world;
    private readonly Installation _installation;
    private readonly int _environments;
    private readonly int _seed;
    private readonly bool _isCopy;
    private readonly MovesOfTargets _moves = new();
    private ProductProcess _process = null!;
    private WatchedLedger _ledger = null!;
    private long _written;
    private int _asked;

    private Scenario(VirtualTime time, VirtualWorld world, Installation installation, int environments, int seed)
        => (_time, _world, _installation, _environments, _seed) = (time, world, installation, environments, seed);

    private Scenario(Scenario original)
        : this(
            original._time,
            original._world,
            InMemory("the second copy", original._installation.Options),
            original._environments,
            original._seed)
        => _isCopy = true;

    /// <summary>The truth about the world.</summary>
    public WorldSnapshot World => SnapshotTaker.Take(_world.State);

    /// <summary>The rotation that all is about: the last one that <see cref="RotateAsync"/> asked for, or another one of them.</summary>
    public string RotationId { get; set; } = "";

    /// <summary>Every run command that the world saw, in order.</summary>
    public IReadOnlyList<CommandSnapshot> Commands => _world.State.Commands.History();

    /// <summary>Where this copy runs, as its claim says.</summary>
    public string Place => _installation.Place;

    /// <summary>Starts a world.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="machines">How many machines.</param>
    /// <param name="change">Changes rotation.json.</param>
    /// <param name="environments">How many environments are rotated.</param>
    /// <param name="seed">Which world.</param>
    public static async Task<Scenario> StartAsync(
        VirtualTime time,
        int machines = 12,
        Action<JsonObject>? change = null,
        int environments = 1,
        int seed = 1)
    {
        VirtualWorld world = new(machines, seed, time, environments);
        return await StartAsync(
            time,
            world,
            InMemory("our copy", WorldConfiguration.Read(WorldConfiguration.Write(world, change))),
            environments,
            seed);
    }

    /// <summary>Starts a process on what lies in an installation, in a world that is there.</summary>
    public static async Task<Scenario> StartAsync(
        VirtualTime time,
        VirtualWorld world,
        Installation installation,
        int environments = 1,
        int seed = 1)
    {
        Scenario scenario = new(time, world, installation, environments, seed);
        await scenario.DriveAsync();
        return scenario;
    }

    /// <summary>A second copy of the product, with a journal and a ledger of its own, in the same world.</summary>
    public async Task<Scenario> CopyAsync()
    {
        Scenario copy = new(this);
        await copy.DriveAsync();
        return copy;
    }

    /// <summary>Something happens to the world.</summary>
    public void Plant(params Fault[] faults)
        => Array.ForEach(faults, fault => Assert.True(_world.Plant(fault), $"{fault} makes no sense in this world."));

    /// <summary>Whether a machine is on, as Azure says it of its own and of those that Arc connects.</summary>
    public static bool IsOn(MachineSnapshot machine) => machine.PowerState is "PowerState/running" or "Connected";

    /// <summary>Every machine that is off comes back.</summary>
    public void TurnEverythingOn()
        => Plant([
            .. World.Machines.Where(static machine => !IsOn(machine))
                .Select(static machine => new Fault(FaultKind.MachineOn) { Machine = machine.Name }),
        ]);

    /// <summary>Asks for a rotation and drives it.</summary>
    public async Task RotateAsync(RotationRequest? request = null)
        => RotationId = (await AskAsync(request ?? new("sim00001", "rachel", PlanConfirmed: true))).RotationId;

    /// <summary>Asks for a rotation; <see cref="RotationId"/> stays as it is.</summary>
    public async Task<RotationRecord> AskAsync(RotationRequest request)
    {
        RotationRequest named = request with { Suffix = $"{(_isCopy ? 'b' : 'a')}{++_asked:00000}" };
        RotationRecord rotation = (await Get<RotationLedger>().OpenAsync(named, CancellationToken.None)).Rotation;
        _process.WakeSoon();
        return rotation;
    }

    /// <summary>The rotation now.</summary>
    public Task<RotationSnapshot> LookAsync() => Get<RotationReader>().ReadAsync(RotationId, CancellationToken.None);

    /// <summary>Time passes.</summary>
    public Task WaitAsync(TimeSpan span) => Task.Delay(span, _time, CancellationToken.None);

    /// <summary>Waits until the rotation looks like this.</summary>
    /// <param name="condition">How it looks.</param>
    /// <param name="what">That in words.</param>
    /// <param name="patience">How long to wait; a day when left out.</param>
    public async Task<RotationSnapshot> UntilAsync(Func<RotationSnapshot, bool> condition, string what, TimeSpan? patience = null)
    {
        (long written, RotationSnapshot? seen) = (-1, null);
        await _time.UntilAsync(IsSoAsync, () => $"{what}; it is {Describe(seen)}", patience ?? _patience, _lookEvery);
        return seen!;

        async Task<bool> IsSoAsync()
        {
            if (written != _written)
            {
                (written, seen) = (_written, await LookAsync());
                _moves.AssertAllowed();
            }

            return condition(seen!);
        }
    }

    /// <summary>Waits until something is so that is no matter of the rotation's own rows.</summary>
    public Task UntilAsync(Func<Task<bool>> isSo, Func<string> what) => _time.UntilAsync(isSo, what, _patience, _lookEvery);

    /// <summary>Waits until a gate of this kind is open and undecided.</summary>
    public Task<RotationSnapshot> UntilGateAsync(GateKind kind)
        => UntilAsync(
            seen => seen is { Gate: { } gate, GateOutcome: GateOutcome.Undecided } && gate.Kind == kind,
            $"a {kind} gate is open");

    /// <summary>Waits until it is parked for this reason.</summary>
    public Task<RotationSnapshot> UntilParkedAsync(string code)
        => UntilAsync(
            seen => seen.Rotation is { Phase: RotationPhase.Parked, ParkReason: { } hold } && hold.Code == code,
            $"parked for {code}");

    /// <summary>alice decides the open gate, or another approver does.</summary>
    public async Task DecideAsync(GateChoice choice, string? comment = "seen", string approver = WorldConfiguration.Approver)
    {
        GateRecord gate = (await LookAsync()).Gate ?? throw new InvalidOperationException("No gate is open.");
        VoteAnswer answer = await Get<GateVoting>()
            .VoteAsync(
                RotationId,
                gate.GateId,
                new(approver, choice, comment, gate.PlanHash, "test", _time.GetUtcNow()),
                CancellationToken.None);
        Assert.True(answer.Accepted, answer.Message);
        _process.WakeSoon();
    }

    /// <summary>olga, an operator, says something.</summary>
    public async Task TellAsync(OperatorCommandKind kind, string? target = null)
    {
        OperatorAnswer answer = await SayAsync(RotationId, new(kind, "olga", "because", target));
        Assert.True(answer.Accepted, answer.Message);
    }

    /// <summary>Somebody says something about any rotation, and is perhaps refused.</summary>
    public async Task<OperatorAnswer> SayAsync(string rotationId, OperatorCommandRequest request)
    {
        OperatorAnswer answer = await Get<OperatorCommandLedger>().GiveAsync(rotationId, request, CancellationToken.None);
        _process.WakeSoon();
        return answer;
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

    /// <summary>What the audit trail says under a code.</summary>
    public async Task<IReadOnlyList<AuditEvent>> AuditAsync(string code)
    {
        List<AuditEvent> entries = [];
        await foreach (AuditEvent entry in Get<AuditTrail>().ListAsync(RotationId, CancellationToken.None))
        {
            if (entry.Code == code)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>A part of the product.</summary>
    public T Get<T>()
        where T : notnull
        => _process.Get<T>();

    /// <summary>
    /// start and finish took effect once per environment; nobody's data was rejected, and none was undelivered, but that of what an
    /// approver left behind.
    /// </summary>
    /// <param name="leftBehind">Machines with the old token that an approver accepted by name.</param>
    public void LostNothing(params IReadOnlyList<string> leftBehind)
    {
        WorldSnapshot world = World;
        Assert.Equal(new CallCounts(_environments, _environments, 0), world.Calls);
        Assert.Equal([], world.Heartbeats.RejectedFrom.Except(leftBehind));
        Assert.True(world.Heartbeats.Accepted > 0);
        Assert.Equal([], world.Heartbeats.UndeliveredFrom.Except(leftBehind));
    }

    /// <summary>No host was sent the new token after a moment.</summary>
    public void SentNoApplyAfter(DateTimeOffset moment)
        => Assert.Equal(
            [],
            Commands.Where(command => command.Action is "apply" && command.PutAt > moment)
                .Select(static command => $"{command.Machine} at {command.PutAt:O}"));

    /// <summary>Every orchestration that the engine knows.</summary>
    public Task<IReadOnlyList<OrchestrationMetadata>> OrchestrationsAsync() => _process.OrchestrationsAsync();

    /// <summary>The one that drives the rotation.</summary>
    public async Task<OrchestrationMetadata> DriverAsync()
        => (await OrchestrationsAsync())
            .Single(static one => one.InstanceId == RotationOrchestrator.InstanceIdOf(VirtualWorld.EnvironmentId));

    /// <summary>Its process ends as a crash would; nothing starts in its place.</summary>
    public ValueTask CrashAsync() => _process.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _ledger.Dispose();
        await _installation.CloseAsync();
        _installation.Dispose();
        if (!_isCopy)
        {
            _world.Dispose();
        }

        _moves.AssertAllowed();
    }

    private async Task DriveAsync()
    {
        ProcessLife life = new();
        MortalTime time = new(_time, life, static () => TimeSpan.Zero);
        _ledger = await WatchedLedger.OverAsync(_installation.Ledger, _moves);
        MortalLedger ledger = new(
            _ledger,
            _installation.Rows,
            life,
            time,
            Draw("ledger"),
            static () => false,
            (_, _) => _written++);
        Random pace = Draw("wire");
        _process = await ProductProcess.StartAsync(
            _installation,
            life,
            () => new InProcessWire(_world, life, time, pace, new FaultyCalls(), new SilentListener()),
            ledger,
            time,
            Draw("jitter"),
            messages: null,
            bug: null);
    }

    private static Installation InMemory(string name, RotationOptions options) => new(name, options, static _ => new MemoryLedger());

    private Random Draw(string what) => Draws.For(_seed, $"{what}/{Place}");

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
