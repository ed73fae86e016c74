using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Tests.Engine;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;
using TenantTokens.Testing.Watches;
using TenantTokens.Tokens;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>
/// An open rotation of two hosts on the embedded engine, with its journal, and a clock that a test turns. The whole product runs; Dynatrace
/// and Azure answer over HTTP messages. One host is on the new token, the other cannot be reached. The host's own timer wakes it every
/// quarter of an hour, as in production.
/// </summary>
internal sealed class OpenRotation : IAsyncDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMinutes(1);
    private readonly EngineHost _engine;
    private int _minutes;

    private OpenRotation(PolicyOptions policy)
    {
        World = new WatchWorld(policy).Online("zone-1", "web-1");
        World.Machines.Add("web-1");
        _engine = new EngineHost(new DurableTaskRegistry().AddRotationTasks(), World.Services, World.Time);
    }

    public WatchWorld World { get; }

    public string RotationId { get; private set; } = "";

    public HistorySizes Histories { get; private set; } = null!;

    /// <summary>How many orchestrations drove the rotation, one after another.</summary>
    public HashSet<DateTimeOffset> Drivers { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts in a phase.</summary>
    /// <param name="phase">Which.</param>
    /// <param name="policy">Its policy; null for one that wants no proof again for a month.</param>
    /// <param name="vault">Changes the vault before anything is driven.</param>
    /// <param name="target">Changes the targets of the plan before that.</param>
    public static async Task<OpenRotation> StartAsync(
        RotationPhase phase = RotationPhase.AwaitingFinish,
        PolicyOptions? policy = null,
        Action<FakeKeyVault>? vault = null,
        Func<TargetRecord, TargetRecord>? target = null)
    {
        OpenRotation open = new(policy ?? new PolicyOptions { ProofMaxAge = TimeSpan.FromDays(30) });
        await open._engine.StartAsync();
        open.Histories = new HistorySizes(open._engine.JournalPath);
        await open.OpenAsync(phase);
        if (target is not null)
        {
            IReadOnlyList<TargetRecord> planned = await open.World.Targets.ListAsync(open.RotationId, Stop);
            await open.World.Targets.PutAsync(open.RotationId, planned.Select(target), Stop);
        }

        vault?.Invoke(open.World.Vault);
        await open.WakeAsync();
        return open;
    }

    public T Get<T>()
        where T : notnull
        => World.Services.GetRequiredService<T>();

    public Task<RotationRecord> LookAsync() => World.Rotations.GetAsync(RotationId, Stop);

    public Task<GateRecord?> GateAsync() => Get<GateLedger>().FindOpenAsync(RotationId, Stop);

    /// <summary>Lets time pass.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += _step)
        {
            World.Time.Advance(_step);
            await _engine.Engine.IdleAsync(Stop);
            Histories.Look();
            if (++_minutes % 15 == 0)
            {
                await WakeAsync();
            }
        }
    }

    /// <summary>Turns the clock and waits for nothing.</summary>
    public void Turn(TimeSpan time) => World.Time.Advance(time);

    /// <summary>What the host does by its timer and after everything that people write.</summary>
    public async Task WakeAsync()
    {
        await Get<RotationWaker>().WakeAllAsync(_engine.Client, Stop);
        await _engine.Engine.IdleAsync(Stop);
        if (await _engine.Client.GetInstanceAsync(RotationOrchestrator.InstanceIdOf("sim00001"), Stop) is { } driver)
        {
            Drivers.Add(driver.CreatedAt);
        }
    }

    /// <summary>olga, an operator, says something, and the host wakes the rotation.</summary>
    public async Task TellAsync(OperatorCommandKind kind)
    {
        OperatorAnswer answer = await Get<OperatorCommandLedger>().GiveAsync(RotationId, new(kind, "olga", "because"), Stop);
        Assert.True(answer.Accepted, answer.Message);
        await WakeAsync();
    }

    /// <summary>alice decides the open gate.</summary>
    public async Task DecideAsync(GateChoice choice)
    {
        GateRecord gate = (await GateAsync())!;
        VoteAnswer answer = await Get<GateVoting>()
            .VoteAsync(RotationId, gate.GateId, new("alice", choice, "seen", gate.PlanHash, "test", World.Time.GetUtcNow()), Stop);
        Assert.True(answer.Accepted, answer.Message);
        await WakeAsync();
    }

    /// <summary>How often the watch looked since the last time that this was asked.</summary>
    public int Looks()
    {
        lock (World.Asked)
        {
            int looks = World.Asked.Count(static path => path == "/api/v2/metrics/query");
            World.Asked.Clear();
            return looks;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Histories.Dispose();
        await _engine.DisposeAsync();
    }

    private async Task OpenAsync(RotationPhase phase)
    {
        RotationRecord rotation = (await World.Rotations.OpenAsync(new RotationRequest("sim00001", "rachel"), Stop)).Rotation;
        RotationId = rotation.RotationId;
        await World.RunAsync<ReconcileFleet, string, ReconcileFleet.Result>(RotationId);
        foreach (TargetRecord target in await World.Targets.ListAsync(RotationId, Stop))
        {
            await World.Targets.PutAsync(
                RotationId,
                [target with { State = TargetState.Rotated, Online = true, ProvedAt = World.Time.GetUtcNow() }],
                Stop);
        }

        await World.Targets.PutAsync(RotationId, [Some.Target("web-2", TargetState.Failed) with { AgentId = null }], Stop);
        await World.Rotations.UpdateAsync(
            RotationId,
            current => current with
            {
                Phase = phase,
                StartTookEffect = true,
                PlanHash = Some.PlanHash,
                Generation = 1,
                OldToken = new("v1", TenantToken.Parse(WatchWorld.Old).Fingerprint(RotationId)),
                NewToken = new("v2", TenantToken.Parse(WatchWorld.New).Fingerprint(RotationId)),
            },
            Stop);
        await World.RunAsync<RecordBaseline, string, RecordBaseline.Result>(RotationId);
    }
}
