using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Tests.Engine;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>The product's own waves and sweeps on the embedded engine; what their activities find is written down by a test.</summary>
internal sealed class ScriptedWork : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EngineHost _engine;

    public ScriptedWork()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<ISecretScrubber, ContractScrubber>()
            .AddSingleton(this)
            .BuildServiceProvider();
        DurableTaskRegistry tasks = new DurableTaskRegistry()
            .AddOrchestrator<WaveOrchestrator, WaveOrchestrator.Input, WaveTally>(WaveOrchestrator.Name)
            .AddOrchestrator<LaneOrchestrator, LaneOrchestrator.Input, WaveTally>(LaneOrchestrator.Name)
            .AddOrchestrator<SegmentOrchestrator, SegmentOrchestrator.Input, WaveTally>(SegmentOrchestrator.Name)
            .AddOrchestrator<SweepOrchestrator, RotationInput, EndSweep.Result>(SweepOrchestrator.Name)
            .AddActivity<Lanes, ReadLanes.Input, ReadLanes.Result>(ReadLanes.Name)
            .AddActivity<Segments, SegmentOrchestrator.Input, ReadSegment.Result>(ReadSegment.Name)
            .AddActivity<Sends, SendRunCommand.Input, SendRunCommand.Result>(SendRunCommand.Name)
            .AddActivity<Checks, CheckActiveGateOnline.Input, CheckActiveGateOnline.Result>(CheckActiveGateOnline.Name)
            .AddActivity<Fleets, string, ReconcileFleet.Result>(ReconcileFleet.Name)
            .AddActivity<Rounds, string, BeginSweepRound.Result>(BeginSweepRound.Name)
            .AddActivity<Waves, NextWave.Input, NextWave.Result>(NextWave.Name)
            .AddActivity<Ends, CompleteWave.Input, bool>(CompleteWave.Name)
            .AddActivity<Deletions, string, DeleteFinishedRunCommands.Result>(DeleteFinishedRunCommands.Name)
            .AddActivity<SweepEnds, string, EndSweep.Result>(EndSweep.Name);
        _engine = new EngineHost(tasks, _services, Time);
    }

    /// <summary>The policy's waits.</summary>
    public static RotationWaits Waits { get; } = RotationWaits.From(new PolicyOptions(), emergency: false);

    public FakeTimeProvider Time { get; } = new(Some.Now);

    /// <summary>How many segments each lane of the wave has.</summary>
    public int[] SegmentsOfLanes { get; init; } = [1];

    /// <summary>How many targets a segment has.</summary>
    public int Targets { get; init; } = 100;

    /// <summary>How many of them at once.</summary>
    public int Window { get; init; } = 20;

    /// <summary>What comes of a command; asked with how often this target was sent one before.</summary>
    public Func<SendRunCommand.Input, int, SendRunCommand.Result> Send { get; init; } = static (_, _) => new SendRunCommand.Result(
        TargetState.Rotated);

    /// <summary>Whether an ActiveGate is online; asked with how often it was looked for before.</summary>
    public Func<CheckActiveGateOnline.Input, int, bool> IsOnline { get; init; } = static (_, _) => true;

    /// <summary>When the sweep is over.</summary>
    public DateTimeOffset SweepUntil { get; init; } = Some.Now;

    /// <summary>Whether another copy holds the claim during the sweep.</summary>
    public bool IsSweepHeld { get; init; }

    public ConcurrentQueue<(SendRunCommand.Input Input, DateTimeOffset At)> Sent { get; } = new();

    public ConcurrentQueue<(CheckActiveGateOnline.Input Input, DateTimeOffset At)> Looked { get; } = new();

    public ConcurrentQueue<DateTimeOffset> RoundsBegun { get; } = new();

    public HistorySizes Histories { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs an orchestration to its end, turning the clock in such steps.</summary>
    public async Task<OrchestrationMetadata> RunAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        TimeSpan step)
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

    private sealed class Lanes(ScriptedWork work) : IActivity<ReadLanes.Input, ReadLanes.Result>
    {
        public Task<ReadLanes.Result> RunAsync(ReadLanes.Input input, CancellationToken cancellationToken)
            => Task.FromResult(new ReadLanes.Result(work.SegmentsOfLanes, AtOnce: 5));
    }

    private sealed class Segments(ScriptedWork work) : IActivity<SegmentOrchestrator.Input, ReadSegment.Result>
    {
        public Task<ReadSegment.Result> RunAsync(SegmentOrchestrator.Input input, CancellationToken cancellationToken)
            => Task.FromResult(new ReadSegment.Result(
                TargetAction.Apply,
                1,
                work.Window,
                [
                    .. Enumerable.Range(0, work.Targets)
                        .Select(number => new SegmentTarget($"{input.Lane}/{input.Segment}/{number}", NextAttempt: 1)),
                ]));
    }

    private sealed class Sends(ScriptedWork work) : IActivity<SendRunCommand.Input, SendRunCommand.Result>
    {
        public Task<SendRunCommand.Result> RunAsync(SendRunCommand.Input input, CancellationToken cancellationToken)
        {
            int before = work.Sent.Count(sent => sent.Input.TargetId == input.TargetId);
            work.Sent.Enqueue((input, work.Time.GetUtcNow()));
            return Task.FromResult(work.Send(input, before));
        }
    }

    private sealed class Checks(ScriptedWork work) : IActivity<CheckActiveGateOnline.Input, CheckActiveGateOnline.Result>
    {
        public Task<CheckActiveGateOnline.Result> RunAsync(CheckActiveGateOnline.Input input, CancellationToken cancellationToken)
        {
            int before = work.Looked.Count(looked => looked.Input.TargetId == input.TargetId);
            work.Looked.Enqueue((input, work.Time.GetUtcNow()));
            bool isOnline = work.IsOnline(input, before);
            return Task.FromResult(new CheckActiveGateOnline.Result(isOnline, isOnline ? TargetState.Rotated : TargetState.Inconclusive));
        }
    }

    private sealed class Fleets : IActivity<string, ReconcileFleet.Result>
    {
        public Task<ReconcileFleet.Result> RunAsync(string input, CancellationToken cancellationToken)
            => Task.FromResult(new ReconcileFleet.Result(0, 0, 0, 0));
    }

    private sealed class Deletions : IActivity<string, DeleteFinishedRunCommands.Result>
    {
        public Task<DeleteFinishedRunCommands.Result> RunAsync(string input, CancellationToken cancellationToken)
            => Task.FromResult(new DeleteFinishedRunCommands.Result(0, 0));
    }

    private sealed class Rounds(ScriptedWork work) : IActivity<string, BeginSweepRound.Result>
    {
        public Task<BeginSweepRound.Result> RunAsync(string input, CancellationToken cancellationToken)
        {
            work.RoundsBegun.Enqueue(work.Time.GetUtcNow());
            return Task.FromResult(
                new BeginSweepRound.Result(IsOver: work.Time.GetUtcNow() >= work.SweepUntil, Pending: 1, work.IsSweepHeld));
        }
    }

    private sealed class Waves : IActivity<NextWave.Input, NextWave.Result>
    {
        public Task<NextWave.Result> RunAsync(NextWave.Input input, CancellationToken cancellationToken)
            => Task.FromResult(new NextWave.Result(1, IsCanary: false, IsLast: true));
    }

    private sealed class Ends : IActivity<CompleteWave.Input, bool>
    {
        public Task<bool> RunAsync(CompleteWave.Input input, CancellationToken cancellationToken) => Task.FromResult(true);
    }

    private sealed class SweepEnds : IActivity<string, EndSweep.Result>
    {
        public Task<EndSweep.Result> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(new EndSweep.Result(3));
    }
}
