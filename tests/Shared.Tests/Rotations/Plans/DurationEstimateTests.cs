using CsCheck;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

public sealed class DurationEstimateTests
{
    private static readonly PolicyOptions _policy = new()
    {
        PollInterval = TimeSpan.FromSeconds(15),
        GateSoak = TimeSpan.FromMinutes(5),
        Soak = TimeSpan.FromMinutes(2),
    };

    [Fact]
    public void Nothing_takes_no_time() => Assert.Equal(TimeSpan.Zero, DurationEstimate.From([], _policy).Total);

    [Fact]
    public void Targets_of_a_lane_run_window_by_window_and_lanes_side_by_side()
    {
        // 75 s a target: 45 targets in windows of 20 are 3 rounds; the other lane is done before. Then one minute until all is online.
        DurationEstimate estimate = DurationEstimate.From([Wave(Component.OneAgent, (0, "s/a", 20, 45), (1, "s/b", 20, 20))], _policy);
        Assert.Equal(TimeSpan.FromSeconds((3 * 75) + 60), estimate.Total);
        Assert.Equal("the caps on commands in flight", estimate.Limit);
    }

    [Fact]
    public void ActiveGates_of_a_pool_run_one_at_a_time_and_wait_to_be_online()
        => Assert.Equal(
            TimeSpan.FromSeconds(3 * 135),
            DurationEstimate.From([Wave(Component.ActiveGate, (0, "s/a", 1, 3))], _policy).ActiveGates);

    [Fact]
    public void Soaks_stand_after_the_canary_and_between_waves_and_not_after_the_last()
    {
        DurationEstimate estimate = DurationEstimate.From(
            [
                Wave(Component.OneAgent, true, (0, "s/a", 1, 1)),
                Wave(Component.OneAgent, (0, "s/a", 1, 1)),
                Wave(Component.OneAgent, (0, "s/a", 1, 1)),
            ],
            _policy);
        Assert.Equal(TimeSpan.FromSeconds(3 * 75) + _policy.GateSoak + _policy.Soak, estimate.OneAgents);
    }

    [Fact]
    public void Azure_sets_the_pace_when_the_caps_would_allow_more()
    {
        // 10,000 hosts at once would take 75 s; each is read 5 times, and a subscription takes 25 reads a second.
        DurationEstimate estimate = DurationEstimate.From([Wave(Component.OneAgent, (0, "s/a", 10_000, 10_000))], _policy);
        Assert.Equal(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(10_000 / 250.0));
        Assert.Equal(TimeSpan.FromMinutes(40), estimate.OneAgents);
        Assert.Equal("Azure's limit of updates in a subscription and region", estimate.Limit);
        Assert.Equal(
            "Azure's limit of reads in a subscription",
            DurationEstimate.From([Wave(Component.OneAgent, (0, "s/a", 5000, 5000), (1, "s/b", 5000, 5000))], _policy).Limit);
    }

    [Fact]
    public void Lanes_beyond_the_cap_of_the_run_wait_for_one_another()
    {
        PolicyOptions two = _policy with { MaxInFlight = 2, MaxInFlightPerLane = 1 };
        Assert.Equal(
            TimeSpan.FromSeconds(2 * 75),
            DurationEstimate.From(
                [Wave(Component.OneAgent, (0, "s/a", 1, 1), (1, "s/b", 1, 1), (2, "s/c", 1, 1), (3, "s/d", 1, 1))],
                two).OneAgents);
    }

    [Fact]
    public void More_hosts_never_take_less_time_and_bigger_caps_never_more()
        => Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 100], Gen.Int[1, 3000], Gen.Int[1, 100]).Sample(static (hosts, window, more, wider) =>
        {
            TimeSpan plain = DurationEstimate.From([Wave(Component.OneAgent, (0, "s/a", window, hosts))], _policy).Total;
            Assert.True(DurationEstimate.From([Wave(Component.OneAgent, (0, "s/a", window, hosts + more))], _policy).Total >= plain);
            Assert.True(DurationEstimate.From([Wave(Component.OneAgent, (0, "s/a", window + wider, hosts))], _policy).Total <= plain);
        });

    private static (WaveRecord, IReadOnlyList<SegmentRecord>) Wave(
        Component component,
        params (int Lane, string Scope, int Window, int Targets)[] segments) => Wave(component, false, segments);

    private static (WaveRecord, IReadOnlyList<SegmentRecord>) Wave(
        Component component,
        bool isCanary,
        params (int Lane, string Scope, int Window, int Targets)[] segments) =>
    (
        new()
        {
            Number = 1,
            Action = TargetAction.Apply,
            Component = component,
            IsCanary = isCanary,
            Targets = segments.Sum(static segment => segment.Targets),
            Lanes = segments.Length,
        },
        [
            .. segments.Select((segment, index) => new SegmentRecord(
                segment.Lane,
                index,
                segment.Scope,
                segment.Window,
                [.. Enumerable.Range(0, segment.Targets).Select(static number => $"t{number}")])),
        ]
    );
}
