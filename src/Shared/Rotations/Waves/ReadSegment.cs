using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Reads what is still to be done in a segment. The ledger also knows what an earlier orchestration has done.</summary>
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

        // The wave's number keeps a later probe from being mistaken for an earlier one that could not be deleted.
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
    /// Whether the rotation still has the wave's direction. Another orchestration may have changed it, and a host cannot distinguish two
    /// directions with the same generation.
    /// </summary>
    private static bool GoesOn(WaveRecord wave, RotationRecord rotation) => wave.Action switch
    {
        TargetAction.Apply => !rotation.Restoring,
        TargetAction.Restore => wave.Generation == rotation.Generation,
        _ => true,
    };

    /// <summary>
    /// Returns the number of the next attempt. An attempt without a known outcome is followed, not repeated under another name.
    /// </summary>
    private static int NextAttempt(SendRecord? send, TargetAction action, long generation)
        => send is not null && send.Action == action && send.Generation == generation
            ? send.Settled ? send.Attempt + 1 : send.Attempt
            : 1;

    /// <summary>The work of a segment.</summary>
    /// <param name="Action">What its commands do.</param>
    /// <param name="Generation">The generation of the commands.</param>
    /// <param name="Window">How many targets may be in flight at once.</param>
    /// <param name="Targets">The targets that are not done yet.</param>
    public sealed record Result(TargetAction Action, long Generation, int Window, IReadOnlyList<SegmentTarget> Targets)
    {
        /// <summary>
        /// Whether the direction has changed since the wave was planned. Nothing of the wave is sent then, not even what was left over.
        /// </summary>
        public bool IsTurned { get; init; }
    }
}
