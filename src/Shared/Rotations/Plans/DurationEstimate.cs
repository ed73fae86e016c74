using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// How long the waves of a plan take when nothing goes wrong, from the start call to the finish gate, without the time that people need for
/// decisions.
/// </summary>
/// <remarks>
/// The calculation: a target takes <see cref="TypicalCommand"/> plus one poll interval; an ActiveGate <see cref="TypicalReturn"/> more,
/// because the next of its pool waits for it. A lane (subscription and region) takes the sum over its segments of targets / window, rounded
/// up, times that, but no less than Azure's limits require: 500 updates a minute in a subscription and region, 2 for each host (PUT and
/// DELETE). A subscription takes at least as long as its writes at 10 a second, its deletes at 10 a second and its reads at 25 a second.
/// Lanes beyond the rotation's cap wait for each other. A wave takes as long as its slowest lane or subscription; then comes the soak, none
/// after the last wave of a component. Last, <see cref="TypicalReturn"/> until everything is online. Sources:
/// https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling and
/// https://learn.microsoft.com/azure/virtual-machines/compute-throttling-limits
/// </remarks>
/// <param name="Total">The total.</param>
/// <param name="ActiveGates">The part of the ActiveGates' waves, their soaks included.</param>
/// <param name="OneAgents">The part of the OneAgents' waves, their soaks included.</param>
/// <param name="Limit">What limits the speed of the longest wave, in words.</param>
public sealed record DurationEstimate(TimeSpan Total, TimeSpan ActiveGates, TimeSpan OneAgents, string Limit)
{
    /// <summary>
    /// An assumption: how long a run command takes including the way to the host and back (Azure says at least 20 s) and a restart.
    /// </summary>
    public static readonly TimeSpan TypicalCommand = TimeSpan.FromMinutes(1);

    /// <summary>An assumption: how long a restarted component takes until it is online again.</summary>
    public static readonly TimeSpan TypicalReturn = TimeSpan.FromMinutes(1);

    private const double HostsPerMinute = 500 / 2;
    private const double WritesPerSecond = 10;
    private const double ReadsPerSecond = 25;

    /// <summary>Estimates waves, which are given in the order in which they run.</summary>
    /// <param name="waves">The waves with their segments.</param>
    /// <param name="policy">Caps, soaks and the poll interval.</param>
    public static DurationEstimate From(IEnumerable<(WaveRecord Wave, IReadOnlyList<SegmentRecord> Segments)> waves, PolicyOptions policy)
    {
        (WaveRecord Wave, IReadOnlyList<SegmentRecord> Segments)[] all = [.. waves];
        TimeSpan activeGates = TimeSpan.Zero;
        TimeSpan agents = TimeSpan.Zero;
        (TimeSpan Time, string Limit) slowest = (TimeSpan.Zero, "nothing to do");
        for (int i = 0; i < all.Length; i++)
        {
            WaveRecord wave = all[i].Wave;
            (TimeSpan Time, string Limit) run = OfWave(wave, all[i].Segments, policy);
            slowest = run.Time > slowest.Time ? run : slowest;
            bool isLast = !all.Skip(i + 1).Any(next => next.Wave.Component == wave.Component);
            TimeSpan soak = wave.IsCanary ? policy.GateSoak : isLast ? TimeSpan.Zero : policy.Soak;
            _ = wave.Component is Component.ActiveGate ? activeGates += run.Time + soak : agents += run.Time + soak;
        }

        return new(activeGates + agents + (all.Length > 0 ? TypicalReturn : TimeSpan.Zero), activeGates, agents, slowest.Limit);
    }

    private static (TimeSpan Time, string Limit) OfWave(WaveRecord wave, IReadOnlyList<SegmentRecord> segments, PolicyOptions policy)
    {
        TimeSpan perTarget = TypicalCommand + policy.PollInterval + (wave.Component is Component.ActiveGate
            ? TypicalReturn
            : TimeSpan.Zero);
        double polls = 1 + (TypicalCommand / policy.PollInterval);
        (TimeSpan Time, string Limit) slowest = (TimeSpan.Zero, "nothing to do");
        TimeSpan sum = TimeSpan.Zero;
        TimeSpan longest = TimeSpan.Zero;
        int lanes = 0;
        foreach (IGrouping<int, SegmentRecord> lane in segments.GroupBy(static segment => segment.Lane))
        {
            TimeSpan byCaps = lane.Aggregate(
                TimeSpan.Zero,
                (time, segment) => time + (perTarget * Math.Ceiling((double)segment.TargetIds.Count / segment.Window)));
            TimeSpan byAzure = TimeSpan.FromMinutes(lane.Sum(static segment => segment.TargetIds.Count) / HostsPerMinute);
            Slower(byCaps, "the caps on commands in flight");
            Slower(byAzure, "Azure's limit of updates in a subscription and region");
            longest = byCaps > longest ? byCaps : longest;
            sum += byCaps;
            lanes++;
        }

        // More lanes than the rotation's cap share it.
        Slower(lanes > policy.MaxInFlight ? sum / policy.MaxInFlight : longest, "the caps on commands in flight");
        foreach (IGrouping<string, SegmentRecord> subscription in segments.GroupBy(static segment => segment.Scope.Split('/')[0]))
        {
            int hosts = subscription.Sum(static segment => segment.TargetIds.Count);
            Slower(TimeSpan.FromSeconds(hosts / WritesPerSecond), "Azure's limit of writes in a subscription");
            Slower(TimeSpan.FromSeconds(hosts * polls / ReadsPerSecond), "Azure's limit of reads in a subscription");
        }

        return slowest;

        void Slower(TimeSpan time, string limit) => slowest = time > slowest.Time ? (time, limit) : slowest;
    }

    /// <summary>The estimate in words for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"about {Words(Total)} (ActiveGates {Words(ActiveGates)}, OneAgents {Words(OneAgents)}), without the time for decisions; limited"
            + $" by {Limit}");

    private static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };
}
