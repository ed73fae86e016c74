using TenantTokens.Durable;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>
/// Runs at most 100 targets, one activity each, at most a window of them at once. It decides about attempts and waits; the activity sends.
/// </summary>
public sealed class SegmentOrchestrator : IOrchestrator<SegmentInput, WaveTally>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<SegmentInput, WaveTally> Name { get; } = new("Segment");

    /// <inheritdoc />
    public async Task<WaveTally> RunAsync(IOrchestrationContext context, SegmentInput input)
    {
        SegmentWork work = await context.CallActivityAsync(ReadSegment.Name, input, WaveInput.Outage);
        Queue<SegmentTarget> waiting = new(work.Targets);
        List<Task<WaveTally>> open = [];
        WaveTally total = WaveTally.None;
        while (waiting.Count > 0 || open.Count > 0)
        {
            while (open.Count < work.Window && waiting.TryDequeue(out SegmentTarget? target))
            {
                open.Add(RunTargetAsync(context, input.Wave, work, target));
            }

            Task<WaveTally> ended = await Task.WhenAny(open);
            open.Remove(ended);
            total += await ended;
        }

        return total;
    }

    private static async Task<WaveTally> RunTargetAsync(IOrchestrationContext context, WaveInput wave, SegmentWork work, SegmentTarget target)
    {
        int attempt = target.NextAttempt;
        for (int tries = 1; ; tries++)
        {
            SendOutcome outcome = await SendAsync(context, wave, work, target, attempt, isLastTry: tries >= wave.Waits.MaxAttempts);
            if (outcome.IsRetryable && tries < wave.Waits.MaxAttempts)
            {
                await context.CreateTimer(wave.Waits.PollInterval, CancellationToken.None);
                attempt++;
                continue;
            }

            return outcome.AwaitOnline
                ? await AwaitOnlineAsync(context, wave, work, target)
                : WaveTally.Of(outcome.State, work.Action);
        }
    }

    /// <summary>Sends one attempt; where Azure or the pool says "later", waits on a timer and asks again without spending an attempt.</summary>
    private static async Task<SendOutcome> SendAsync(IOrchestrationContext context, WaveInput wave, SegmentWork work, SegmentTarget target, int attempt, bool isLastTry)
    {
        while (true)
        {
            SendOutcome outcome = await context.CallActivityAsync(
                SendCommand.Name,
                new SendInput(wave.RotationId, wave.Wave, target.TargetId, work.Action, work.Generation, attempt, isLastTry),
                WaveInput.Outage);
            if (outcome.RetryAt is not { } later)
            {
                return outcome;
            }

            await context.CreateTimer(later.UtcDateTime, CancellationToken.None);
        }
    }

    /// <summary>An ActiveGate's turn ends when Dynatrace sees it online again: only then may the next one of its pool restart.</summary>
    private static async Task<WaveTally> AwaitOnlineAsync(IOrchestrationContext context, WaveInput wave, SegmentWork work, SegmentTarget target)
    {
        DateTime deadline = context.CurrentUtcDateTime + wave.Waits.OnlineTimeout;
        while (true)
        {
            await context.CreateTimer(wave.Waits.PollInterval, CancellationToken.None);
            bool last = context.CurrentUtcDateTime >= deadline;
            GateOnline look = await context.CallActivityAsync(CheckGateOnline.Name, new CheckGateInput(wave.RotationId, target.TargetId, last, wave.Wave), WaveInput.Outage);
            if (look.IsOnline || last)
            {
                return WaveTally.Of(look.State, work.Action);
            }
        }
    }
}
