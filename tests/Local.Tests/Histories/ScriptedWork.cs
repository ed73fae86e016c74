using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Local.Tests.Engine;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Sending;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>The product's own waves and sweeps on the embedded engine; what their activities find is written down by a test.</summary>
internal sealed class ScriptedWork : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EngineHost _engine;

    public ScriptedWork()
    {
        _services = new ServiceCollection().AddLogging().AddSingleton<ISecretScrubber, ContractScrubber>().AddSingleton(this).BuildServiceProvider();
        DurableTaskRegistry tasks = new DurableTaskRegistry()
            .AddOrchestrator<WaveOrchestrator, WaveInput, WaveTally>(WaveOrchestrator.Name)
            .AddOrchestrator<LaneOrchestrator, LaneInput, WaveTally>(LaneOrchestrator.Name)
            .AddOrchestrator<SegmentOrchestrator, SegmentInput, WaveTally>(SegmentOrchestrator.Name)
            .AddOrchestrator<SweepOrchestrator, RotationInput, SweepEnd>(SweepOrchestrator.Name)
            .AddActivity<Lanes, ReadLanesInput, LaneList>(ReadLanes.Name)
            .AddActivity<Segments, SegmentInput, SegmentWork>(ReadSegment.Name)
            .AddActivity<Sends, SendInput, SendOutcome>(SendCommand.Name)
            .AddActivity<Checks, CheckGateInput, GateOnline>(CheckGateOnline.Name)
            .AddActivity<Fleets, string, ReconcileOutcome>(ReconcileFleet.Name)
            .AddActivity<Rounds, string, SweepRound>(BeginSweepRound.Name)
            .AddActivity<Waves, NextWaveInput, NextWaveOutcome>(NextWave.Name)
            .AddActivity<Ends, CompleteWaveInput, bool>(CompleteWave.Name)
            .AddActivity<Deletions, string, SweepOutcome>(SweepCommands.Name)
            .AddActivity<SweepEnds, string, SweepEnd>(EndSweep.Name);
        _engine = new EngineHost(tasks, _services, Time);
    }

    /// <summary>The policy's waits.</summary>
    public static RotationWaits Waits { get; } = RotationWaits.Of(new PolicyOptions(), emergency: false);

    public FakeTimeProvider Time { get; } = new(Some.Now);

    /// <summary>How many segments each lane of the wave has.</summary>
    public int[] SegmentsOfLanes { get; init; } = [1];

    /// <summary>How many targets a segment has.</summary>
    public int Targets { get; init; } = 100;

    /// <summary>How many of them at once.</summary>
    public int Window { get; init; } = 20;

    /// <summary>What comes of a command; asked with how often this target was sent one before.</summary>
    public Func<SendInput, int, SendOutcome> Send { get; init; } = static (_, _) => new SendOutcome(TargetState.Rotated);

    /// <summary>Whether an ActiveGate is online; asked with how often it was looked for before.</summary>
    public Func<CheckGateInput, int, bool> IsOnline { get; init; } = static (_, _) => true;

    /// <summary>When the sweep is over.</summary>
    public DateTimeOffset SweepUntil { get; init; } = Some.Now;

    /// <summary>Whether another copy holds the claim during the sweep.</summary>
    public bool IsSweepHeld { get; init; }

    public ConcurrentQueue<(SendInput Input, DateTimeOffset At)> Sent { get; } = new();

    public ConcurrentQueue<(CheckGateInput Input, DateTimeOffset At)> Looked { get; } = new();

    public ConcurrentQueue<DateTimeOffset> RoundsBegun { get; } = new();

    public HistorySizes Histories { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs an orchestration to its end, turning the clock in such steps.</summary>
    public async Task<OrchestrationMetadata> RunAsync<TInput, TResult>(OrchestratorName<TInput, TResult> orchestrator, TInput input, TimeSpan step)
    {
        await _engine.StartAsync();
        Histories = new HistorySizes(_engine.JournalPath);
        string id = await _engine.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, cancellationToken: Stop);
        while (true)
        {
            await _engine.Engine.IdleAsync(Stop);
            Histories.Look();
            if (await _engine.Client.GetInstanceAsync(id, Stop) is { IsCompleted: true } end)
            {
                return end;
            }

            Time.Advance(step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Histories?.Dispose();
        await _engine.DisposeAsync();
        await _services.DisposeAsync();
    }

    private sealed class Lanes(ScriptedWork work) : IActivity<ReadLanesInput, LaneList>
    {
        public Task<LaneList> RunAsync(ReadLanesInput input, CancellationToken cancellationToken) => Task.FromResult(new LaneList(work.SegmentsOfLanes, AtOnce: 5));
    }

    private sealed class Segments(ScriptedWork work) : IActivity<SegmentInput, SegmentWork>
    {
        public Task<SegmentWork> RunAsync(SegmentInput input, CancellationToken cancellationToken)
            => Task.FromResult(new SegmentWork(
                TargetAction.Apply, 1, work.Window, [.. Enumerable.Range(0, work.Targets).Select(number => new SegmentTarget($"{input.Lane}/{input.Segment}/{number}", NextAttempt: 1))]));
    }

    private sealed class Sends(ScriptedWork work) : IActivity<SendInput, SendOutcome>
    {
        public Task<SendOutcome> RunAsync(SendInput input, CancellationToken cancellationToken)
        {
            int before = work.Sent.Count(sent => sent.Input.TargetId == input.TargetId);
            work.Sent.Enqueue((input, work.Time.GetUtcNow()));
            return Task.FromResult(work.Send(input, before));
        }
    }

    private sealed class Checks(ScriptedWork work) : IActivity<CheckGateInput, GateOnline>
    {
        public Task<GateOnline> RunAsync(CheckGateInput input, CancellationToken cancellationToken)
        {
            int before = work.Looked.Count(looked => looked.Input.TargetId == input.TargetId);
            work.Looked.Enqueue((input, work.Time.GetUtcNow()));
            bool isOnline = work.IsOnline(input, before);
            return Task.FromResult(new GateOnline(isOnline, isOnline ? TargetState.Rotated : TargetState.Inconclusive));
        }
    }

    private sealed class Fleets : IActivity<string, ReconcileOutcome>
    {
        public Task<ReconcileOutcome> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(new ReconcileOutcome(0, 0, 0, 0));
    }

    private sealed class Deletions : IActivity<string, SweepOutcome>
    {
        public Task<SweepOutcome> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(new SweepOutcome(0, 0));
    }

    private sealed class Rounds(ScriptedWork work) : IActivity<string, SweepRound>
    {
        public Task<SweepRound> RunAsync(string input, CancellationToken cancellationToken)
        {
            work.RoundsBegun.Enqueue(work.Time.GetUtcNow());
            return Task.FromResult(new SweepRound(IsOver: work.Time.GetUtcNow() >= work.SweepUntil, Pending: 1, work.IsSweepHeld));
        }
    }

    private sealed class Waves : IActivity<NextWaveInput, NextWaveOutcome>
    {
        public Task<NextWaveOutcome> RunAsync(NextWaveInput input, CancellationToken cancellationToken) => Task.FromResult(new NextWaveOutcome(1, IsCanary: false, IsLast: true));
    }

    private sealed class Ends : IActivity<CompleteWaveInput, bool>
    {
        public Task<bool> RunAsync(CompleteWaveInput input, CancellationToken cancellationToken) => Task.FromResult(true);
    }

    private sealed class SweepEnds : IActivity<string, SweepEnd>
    {
        public Task<SweepEnd> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(new SweepEnd(3));
    }
}
