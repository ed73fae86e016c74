using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Runs at most 100 targets with one activity each, and at most a window of them at once. It decides about attempts and waits; the activity
/// sends. When its history is full, a child does the rest.
/// </summary>
public sealed class SegmentOrchestrator : IOrchestrator<SegmentOrchestrator.Input, WaveTally>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<Input, WaveTally> Name { get; } = new("Segment");

    /// <inheritdoc />
    public async Task<WaveTally> RunAsync(IOrchestrationContext context, Input input)
    {
        CountedContext counted = new(context);
        ReadSegment.Result work = await counted.CallActivityAsync(ReadSegment.Name, input with { Left = null }, OutageRetry.Policy);
        Queue<SegmentTarget> waiting = new(work.IsTurned ? [] : input.Left ?? work.Targets);
        List<Task<(WaveTally Tally, SegmentTarget? Left)>> open = [];
        List<SegmentTarget> left = [];
        WaveTally total = WaveTally.None;
        while (open.Count > 0 || (waiting.Count > 0 && !counted.IsFull))
        {
            while (open.Count < work.Window && !counted.IsFull && waiting.TryDequeue(out SegmentTarget? target))
            {
                open.Add(RunTargetAsync(counted, input.Wave, work, target));
            }

            Task<(WaveTally Tally, SegmentTarget? Left)> ended = await Task.WhenAny(open);
            open.Remove(ended);
            (WaveTally tally, SegmentTarget? unfinished) = await ended;
            total += tally;
            left.AddRange(unfinished is null ? [] : [unfinished]);
        }

        left.AddRange(waiting);
        return left.Count == 0 ? total : total + await counted.CallSubOrchestratorAsync(Name, input with { Left = left });
    }

    /// <summary>Runs one target step by step until it is done or the history is full, and returns the state it has reached.</summary>
    private static async Task<(WaveTally Tally, SegmentTarget? Left)> RunTargetAsync(
        CountedContext context,
        WaveOrchestrator.Input wave,
        ReadSegment.Result work,
        SegmentTarget target)
    {
        while (!context.IsFull)
        {
            if (target.NotBefore is { } later && later > context.CurrentUtcDateTime)
            {
                await context.CreateTimer(later, CancellationToken.None);
                continue;
            }

            TargetState? ended;
            try
            {
                (ended, target) = target.OnlineBy is { } deadline
                    ? await LookForAsync(context, wave, target, deadline)
                    : await SendAsync(context, wave, work, target);
            }
            catch (ActivityFailedException) when (target.Failures + 1 < OutageRetry.Policy.MaxNumberOfAttempts)
            {
                (ended, target) = (null, target with
                {
                    Failures = target.Failures + 1,
                    NotBefore = context.CurrentUtcDateTime + OutageRetry.Policy.DelayAfter(target.Failures + 1),
                });
            }

            if (ended is { } state)
            {
                return (WaveTally.From(state, work.Action), null);
            }
        }

        return (WaveTally.None, target);
    }

    /// <summary>Sends one attempt. When Azure or the pool says "later", the same attempt is made again then.</summary>
    private static async Task<(TargetState? Ended, SegmentTarget Target)> SendAsync(
        CountedContext context,
        WaveOrchestrator.Input wave,
        ReadSegment.Result work,
        SegmentTarget target)
    {
        bool isLastTry = target.Tries >= wave.Waits.MaxAttempts;
        SendRunCommand.Result outcome = await context.CallActivityAsync(
            SendRunCommand.Name,
            new SendRunCommand.Input(
                wave.RotationId,
                wave.Wave,
                target.TargetId,
                work.Action,
                work.Generation,
                target.NextAttempt,
                isLastTry));
        DateTime now = context.CurrentUtcDateTime;
        target = target with { Failures = 0 };
        return outcome switch
        {
            { RetryAt: { } later } => (null, target with { NotBefore = later.UtcDateTime }),
            { IsRetryable: true } when !isLastTry => (null, target with
            {
                NextAttempt = target.NextAttempt + 1,
                Tries = target.Tries + 1,
                NotBefore = now + wave.Waits.PollInterval,
            }),
            { AwaitOnline: true }
                => (null, target with { OnlineBy = now + wave.Waits.OnlineTimeout, NotBefore = now + wave.Waits.PollInterval }),
            _ => (outcome.State, target),
        };
    }

    /// <summary>
    /// Checks whether an ActiveGate is online again, which ends its turn: only then may the next one of its pool restart.
    /// </summary>
    private static async Task<(TargetState? Ended, SegmentTarget Target)> LookForAsync(
        CountedContext context,
        WaveOrchestrator.Input wave,
        SegmentTarget target,
        DateTime deadline)
    {
        bool isLast = context.CurrentUtcDateTime >= deadline;
        CheckActiveGateOnline.Result look = await context.CallActivityAsync(
            CheckActiveGateOnline.Name,
            new CheckActiveGateOnline.Input(wave.RotationId, target.TargetId, isLast, wave.Wave));
        DateTime now = context.CurrentUtcDateTime;
        return look.IsOnline || isLast
            ? (look.State, target)
            : (null, target with { Failures = 0, NotBefore = now + wave.Waits.UntilPoll(wave.Waits.OnlineTimeout, left: deadline - now) });
    }

    /// <summary>The segment to run. Stored in histories: changes by addition only.</summary>
    /// <param name="Wave">The wave it belongs to.</param>
    /// <param name="Lane">The lane's number in the wave.</param>
    /// <param name="Segment">The segment's number in the lane.</param>
    /// <param name="Left">The targets left over by an orchestration whose history was full; null to begin with all.</param>
    public sealed record Input(WaveOrchestrator.Input Wave, int Lane, int Segment, IReadOnlyList<SegmentTarget>? Left = null);
}
