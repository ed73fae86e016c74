using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>Writes waves into the ledger under the next free numbers.</summary>
public sealed class WaveWriter(RotationLedger rotations, PlanLedger plans, WavePlanner planner)
{
    /// <summary>Adds one wave and returns its number. Its targets may be done by the time it runs; the segment checks again.</summary>
    public async Task<int> AddAsync(
        string rotationId,
        TargetAction action,
        Component? component,
        bool isCanary,
        long generation,
        IReadOnlyCollection<TargetRecord> targets,
        CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.UpdateAsync(
            rotationId,
            static rotation => rotation with { LastWave = rotation.LastWave + 1 },
            cancellationToken);
        (WaveRecord wave, IReadOnlyList<SegmentRecord> segments) = planner.Build(
            new WaveRecord
            {
                Number = rotation.LastWave,
                Action = action,
                Component = component,
                IsCanary = isCanary,
                Generation = generation,
                Targets = 0,
                Lanes = 0,
            },
            targets);
        await plans.PutWaveAsync(rotationId, wave, segments, cancellationToken);
        return wave.Number;
    }

    /// <summary>Adds a wave of one host that must be seen online before others follow, and returns its number.</summary>
    public async Task<int> AddProofAsync(
        RotationRecord rotation,
        TargetAction action,
        Component component,
        TargetRecord target,
        CancellationToken cancellationToken)
    {
        RotationRecord row = await rotations.UpdateAsync(
            rotation.RotationId,
            static current => current with { LastWave = current.LastWave + 1 },
            cancellationToken);
        (WaveRecord wave, IReadOnlyList<SegmentRecord> segments) = planner.Build(
            new WaveRecord
            {
                Number = row.LastWave,
                Action = action,
                Component = component,
                IsCanary = true,
                IsProof = true,
                Generation = rotation.Generation,
                Targets = 0,
                Lanes = 0,
            },
            [target]);
        await plans.PutWaveAsync(rotation.RotationId, wave, segments, cancellationToken);
        return wave.Number;
    }

    /// <summary>Adds the waves of one component, the canary first.</summary>
    public async Task AddComponentAsync(
        string rotationId,
        Component component,
        long generation,
        IEnumerable<TargetRecord> targets,
        CancellationToken cancellationToken)
    {
        bool isCanary = true;
        bool emergency = (await rotations.GetAsync(rotationId, cancellationToken)).Emergency;
        foreach (IReadOnlyList<TargetRecord> wave in planner.Split(
            component,
            targets.Where(target => target.Component == component),
            emergency))
        {
            await AddAsync(rotationId, TargetAction.Apply, component, isCanary, generation, wave, cancellationToken);
            isCanary = false;
        }
    }

    /// <summary>Closes the waves that have not run, because a new plan or direction replaces them.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="now">The current time (UTC).</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    /// <param name="but">The numbers of waves that stay open.</param>
    public async Task SupersedeAsync(
        string rotationId,
        DateTimeOffset now,
        CancellationToken cancellationToken,
        params IReadOnlyCollection<int> but)
    {
        foreach (WaveRecord wave in await plans.ListWavesAsync(rotationId, cancellationToken))
        {
            if (wave.CompletedAt is null && !but.Contains(wave.Number))
            {
                await plans.PutWaveAsync(rotationId, wave with { CompletedAt = now }, cancellationToken);
            }
        }
    }
}
