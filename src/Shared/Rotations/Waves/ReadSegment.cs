using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>What is still to do in a segment: the ledger knows what was settled by an orchestration that is gone.</summary>
public sealed class ReadSegment(RotationLedger rotations, TargetLedger targets, PlanLedger plans)
    : IActivity<SegmentOrchestrator.Input, ReadSegment.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<SegmentOrchestrator.Input, Result> Name { get; } = new("ReadSegment");

    /// <inheritdoc />
    public async Task<Result> RunAsync(SegmentOrchestrator.Input input, CancellationToken cancellationToken)
    {
        string rotationId = input.Wave.RotationId;
        WaveRecord wave = await plans.GetWaveAsync(rotationId, input.Wave.Wave, cancellationToken);
        RotationRecord rotation = await rotations.GetAsync(rotationId, cancellationToken);

        // A later probe must not be taken for an earlier one that could not be deleted.
        long generation = wave.Action is TargetAction.Probe ? wave.Number : rotation.Generation;
        if (!GoesOn(wave, rotation))
        {
            return new(wave.Action, generation, Window: 1, []) { IsTurned = true };
        }

        SegmentRecord segment = await plans.GetSegmentAsync(rotationId, wave.Number, input.Lane, input.Segment, cancellationToken);
        List<SegmentTarget> work = [];
        foreach (TargetRecord target in await targets.GetAsync(rotationId, segment.TargetIds, cancellationToken))
        {
            if (target.IsOpenFor(wave.Action))
            {
                work.Add(new(target.TargetId, NextAttempt(target.Send, wave.Action, generation)));
            }
        }

        return new(wave.Action, generation, segment.Window, work);
    }

    /// <summary>
    /// Whether the rotation still goes where the wave goes. Another orchestration may have turned it, and two directions under one
    /// generation are the same to a host.
    /// </summary>
    private static bool GoesOn(WaveRecord wave, RotationRecord rotation) => wave.Action switch
    {
        TargetAction.Apply => !rotation.Restoring,
        TargetAction.Restore => wave.Generation == rotation.Generation,
        _ => true,
    };

    /// <summary>An attempt whose outcome is not known is followed, not repeated under another name.</summary>
    private static int NextAttempt(SendRecord? send, TargetAction action, long generation)
        => send is not null && send.Action == action && send.Generation == generation
            ? send.Settled ? send.Attempt + 1 : send.Attempt
            : 1;

    /// <summary>What a segment has to do.</summary>
    /// <param name="Action">What it asks of its hosts.</param>
    /// <param name="Generation">The direction.</param>
    /// <param name="Window">How many at once.</param>
    /// <param name="Targets">Those that are not settled yet.</param>
    public sealed record Result(TargetAction Action, long Generation, int Window, IReadOnlyList<SegmentTarget> Targets)
    {
        /// <summary>
        /// Whether the rotation has turned since the wave was laid: nothing of it is sent, not what was left over either.
        /// </summary>
        public bool IsTurned { get; init; }
    }
}
