using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Finds the targets of a wave among all of its rotation.</summary>
internal static class WaveMembers
{
    public static async Task<IReadOnlyList<TargetRecord>> ReadAsync(
        PlanLedger plans,
        string rotationId,
        int wave,
        IEnumerable<TargetRecord> all,
        CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        await foreach (SegmentRecord segment in plans.ListSegmentsAsync(rotationId, wave, cancellationToken))
        {
            ids.UnionWith(segment.TargetIds);
        }

        return [.. all.Where(target => ids.Contains(target.TargetId))];
    }
}
