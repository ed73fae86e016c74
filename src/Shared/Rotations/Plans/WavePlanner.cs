using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Divides targets into waves, lanes (subscription and region) and segments. The caps hold by construction: a lane runs its segments one
/// after another, and a segment's window is the lane's share of the rotation's cap.
/// </summary>
public sealed class WavePlanner(PolicyOptions policy)
{
    /// <summary>The most targets of one wave; a larger share becomes several waves.</summary>
    public const int MaxWave = 20_000;

    /// <summary>The most targets of one segment, because of the length of its orchestration's history.</summary>
    public const int MaxSegment = 100;

    /// <summary>Divides a component's targets into waves: the canary first, then as the policy's percentages say.</summary>
    /// <param name="component">The component.</param>
    /// <param name="targets">The targets, all of that component.</param>
    /// <param name="emergency">Whether the emergency profile of the policy applies.</param>
    public IReadOnlyList<IReadOnlyList<TargetRecord>> Split(Component component, IEnumerable<TargetRecord> targets, bool emergency = false)
    {
        ComponentPolicyOptions options = OptionsOf(component, emergency);
        List<TargetRecord> ordered = [.. Ordered(component, [.. targets], options.CanaryTag)];
        List<IReadOnlyList<TargetRecord>> waves = [];
        if (ordered.Count == 0)
        {
            return waves;
        }

        int tagged = ordered.Count(target => IsTagged(target, options.CanaryTag));
        int done = Math.Min(tagged > 0 ? tagged : options.Canary, ordered.Count);
        waves.Add(ordered[..done]);
        foreach (int percentage in options.Percentages)
        {
            int upTo = (int)Math.Ceiling((long)ordered.Count * percentage / 100m);
            if (upTo > done)
            {
                waves.AddRange(ordered[done..upTo].Chunk(MaxWave));
                done = upTo;
            }
        }

        return waves;
    }

    /// <summary>Makes the rows of one wave.</summary>
    public (WaveRecord Wave, IReadOnlyList<SegmentRecord> Segments) Build(WaveRecord wave, IEnumerable<TargetRecord> targets)
    {
        TargetRecord[] members = [.. targets];
        string[] lanes = [.. members.Select(LaneOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool oneByOne = wave is { Component: Component.ActiveGate, Action: not TargetAction.Probe };
        int cap = wave is { Component: { } component, Action: not TargetAction.Probe }
            ? OptionsOf(component, emergency: false).MaxInFlight ?? policy.MaxInFlight
            : policy.MaxInFlight;
        int window = oneByOne ? 1 : Math.Max(1, Math.Min(policy.MaxInFlightPerLane, cap / Math.Max(1, lanes.Length)));
        List<SegmentRecord> segments = [];
        ILookup<string, TargetRecord[]> groups = Groups(members, oneByOne)
            .ToLookup(static group => LaneOf(group[0]), StringComparer.Ordinal);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            int number = 0;
            foreach (TargetRecord[] group in groups[lanes[lane]])
            {
                segments.Add(new(lane, number++, lanes[lane], window, [.. group.Select(static target => target.TargetId)]));
            }
        }

        int used = segments.Select(static segment => segment.Lane).Distinct().Count();
        return (wave with { Targets = members.Length, Lanes = used, MaxInFlight = cap }, Renumber(segments));
    }

    /// <summary>Returns a target's lane: subscription and region, by which Azure throttles. Empty without a machine.</summary>
    public static string LaneOf(TargetRecord target) => target.Machine is { } machine ? $"{machine.SubscriptionId}/{machine.Location}" : "";

    private ComponentPolicyOptions OptionsOf(Component component, bool emergency)
    {
        PolicyOptions effective = policy.For(emergency);
        return component is Component.ActiveGate ? effective.ActiveGates : effective.OneAgents;
    }

    private static bool IsTagged(TargetRecord target, string? tag)
        => tag is not null && target.Machine?.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase) is true;

    /// <summary>
    /// Orders the targets: tagged canaries first, and agents that Dynatrace does not see last, since their result could not be checked. An
    /// ActiveGate canary is taken from a pool with another ActiveGate, so that its restart leaves no gap.
    /// </summary>
    private static IEnumerable<TargetRecord> Ordered(Component component, IReadOnlyCollection<TargetRecord> targets, string? tag)
    {
        IOrderedEnumerable<TargetRecord> byName(IEnumerable<TargetRecord> some)
            => some.OrderByDescending(target => IsTagged(target, tag))
                .ThenBy(static target => target.IsFoundByProbe)
                .ThenBy(static target => target.Name, StringComparer.Ordinal)
                .ThenBy(static target => target.TargetId, StringComparer.Ordinal);
        if (component is Component.OneAgent)
        {
            return byName(targets);
        }

        Dictionary<string, int> pools = targets.GroupBy(static target => target.Pool ?? target.TargetId)
            .ToDictionary(static pool => pool.Key, static pool => pool.Count());
        return byName(targets)
            .OrderByDescending(target => IsTagged(target, tag))
            .ThenBy(static target => target.IsFoundByProbe)
            .ThenByDescending(target => pools[target.Pool ?? target.TargetId] > 1);
    }

    /// <summary>
    /// Groups the targets for segments. The ActiveGates of a pool stay together, so that one segment rotates them one at a time; all others
    /// are grouped by lane.
    /// </summary>
    private static IEnumerable<TargetRecord[]> Groups(TargetRecord[] members, bool byPool)
        => byPool
            ? members.GroupBy(static target => target.Pool ?? target.TargetId)
                .SelectMany(static pool => pool.OrderBy(LaneOf, StringComparer.Ordinal).Chunk(MaxSegment))
            : members.GroupBy(LaneOf).SelectMany(static lane => lane.Chunk(MaxSegment));

    /// <summary>
    /// Renumbers the lanes without gaps. A pool that spans lanes is put into the lane of its first ActiveGate, so another lane may become
    /// empty.
    /// </summary>
    private static List<SegmentRecord> Renumber(List<SegmentRecord> segments)
    {
        int[] lanes = [.. segments.Select(static segment => segment.Lane).Distinct().Order()];
        return [.. segments.Select(segment => segment with { Lane = Array.IndexOf(lanes, segment.Lane) })];
    }
}
