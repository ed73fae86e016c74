using CsCheck;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

public sealed class WavePlannerTests
{
    private static readonly string[] _regions = ["westeurope", "eastus2", "northeurope"];

    private static readonly Gen<(Component Component, PolicyOptions Policy, TargetRecord[] Targets)> _fleets =
        from component in Gen.Enum<Component>()
        from canary in Gen.Int[1, 4]
        from run in Gen.Int[1, 50]
        from lane in Gen.Int[1, 30]
        from places in Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5]).Array[0, 350]
        select (component, Policy(canary, run, lane), Targets(component, places));

    [Fact]
    public void Every_target_is_in_exactly_one_wave_and_one_segment()
        => _fleets.Sample(
            static fleet =>
            {
                WavePlanner planner = new(fleet.Policy);
                IEnumerable<string> planned = planner.Split(fleet.Component, fleet.Targets)
                    .SelectMany(members => Lay(planner, fleet.Component, members).Segments)
                    .SelectMany(static segment => segment.TargetIds);
                Assert.Equal(
                    fleet.Targets.Select(static target => target.TargetId).Order(StringComparer.Ordinal),
                    planned.Order(StringComparer.Ordinal));
            },
            iter: 60);

    [Fact]
    public void The_caps_hold_and_lanes_and_segments_are_numbered_without_holes()
        => _fleets.Sample(
            static fleet =>
            {
                (WaveRecord wave, IReadOnlyList<SegmentRecord> segments) = Lay(
                    new WavePlanner(fleet.Policy),
                    fleet.Component,
                    fleet.Targets);
                IGrouping<int, SegmentRecord>[] lanes =
                [
                    .. segments.GroupBy(static segment => segment.Lane).OrderBy(static lane => lane.Key),
                ];
                Assert.Equal(Enumerable.Range(0, wave.Lanes), lanes.Select(static lane => lane.Key));
                Assert.All(
                    lanes,
                    static lane => Assert.Equal(Enumerable.Range(0, lane.Count()), lane.Select(static segment => segment.Number)));
                Assert.All(
                    segments,
                    segment => Assert.InRange(
                        segment.Window,
                        1,
                        fleet.Component is Component.ActiveGate ? 1 : fleet.Policy.MaxInFlightPerLane));
                if (lanes.Length <= fleet.Policy.MaxInFlight)
                {
                    Assert.True(lanes.Sum(static lane => lane.Max(static segment => segment.Window)) <= fleet.Policy.MaxInFlight);
                }
            },
            iter: 60);

    [Fact]
    public void Percentages_say_how_much_is_done_after_each_wave_and_the_canary_counts()
    {
        WavePlanner planner = new(new PolicyOptions { OneAgents = new() { Canary = 2, Percentages = [10, 50, 100] } });
        Assert.Equal([2, 2, 16, 20], planner.Split(Component.OneAgent, Targets(40)).Select(static wave => wave.Count));
        // 10 % and 50 % of 3 are in the canary already
        Assert.Equal([2, 1], planner.Split(Component.OneAgent, Targets(3)).Select(static wave => wave.Count));
    }

    [Fact]
    public void Machines_with_the_canary_tag_are_the_first_wave_and_without_any_the_count_decides()
    {
        WavePlanner planner = new(new PolicyOptions { OneAgents = new() { CanaryTag = "ring=0" } });
        TargetRecord[] tagged =
        [
            .. Targets(10).Select(static (target, index) => index is 4 or 7
                ? target with { Machine = target.Machine! with { Tags = ["Ring=0", "owner=x"] } }
                : target),
        ];
        Assert.Equal([tagged[4].Name, tagged[7].Name], planner.Split(Component.OneAgent, tagged)[0].Select(static target => target.Name));
        Assert.Single(planner.Split(Component.OneAgent, Targets(10))[0]);
    }

    [Fact]
    public void An_emergency_has_the_waves_of_its_profile()
    {
        WavePlanner planner = new(new PolicyOptions { OneAgents = new() { Percentages = [10, 50, 100] } });
        Assert.Equal([1, 39], planner.Split(Component.OneAgent, Targets(40), emergency: true).Select(static wave => wave.Count));
    }

    [Fact]
    public void A_component_may_have_a_cap_of_its_own()
    {
        WavePlanner planner = new(new PolicyOptions { OneAgents = new() { MaxInFlight = 3 } });
        (WaveRecord wave, IReadOnlyList<SegmentRecord> segments) = Lay(planner, Component.OneAgent, Targets(40));
        Assert.Equal(3, wave.MaxInFlight);
        Assert.All(segments, static segment => Assert.Equal(3, segment.Window));
    }

    private static TargetRecord[] Targets(int count)
        => [.. Enumerable.Range(1, count).Select(static number => Some.Target($"web-{number:00}"))];

    [Fact]
    public void A_pool_is_never_split_and_other_segments_are_small_and_of_one_place()
        => _fleets.Sample(
            static fleet =>
            {
                Dictionary<string, TargetRecord> byId = fleet.Targets.ToDictionary(static target => target.TargetId);
                foreach (SegmentRecord segment in Lay(new WavePlanner(fleet.Policy), fleet.Component, fleet.Targets).Segments)
                {
                    TargetRecord[] members = [.. segment.TargetIds.Select(id => byId[id])];
                    if (fleet.Component is Component.ActiveGate)
                    {
                        Assert.Equal(
                            fleet.Targets.Count(target => target.Pool == members[0].Pool),
                            members.Count(target => target.Pool == members[0].Pool));
                    }
                    else
                    {
                        Assert.InRange(members.Length, 1, WavePlanner.MaxSegment);
                        Assert.Single(members.Select(WavePlanner.LaneOf).Distinct());
                    }
                }
            },
            iter: 60);

    [Fact]
    public void An_ActiveGate_canary_comes_from_a_pool_with_another()
    {
        TargetRecord alone = Some.Target("a", component: Component.ActiveGate, pool: "alone");
        TargetRecord[] pair =
        [
            Some.Target("b", component: Component.ActiveGate, pool: "pair"),
            Some.Target("c", component: Component.ActiveGate, pool: "pair"),
        ];
        Assert.Equal("activegate/b", new WavePlanner(new()).Split(Component.ActiveGate, [alone, .. pair])[0].Single().Name);
    }

    [Fact]
    public void Nothing_makes_no_wave() => Assert.Empty(new WavePlanner(new()).Split(Component.OneAgent, []));

    private static (WaveRecord Wave, IReadOnlyList<SegmentRecord> Segments) Lay(
        WavePlanner planner,
        Component component,
        IEnumerable<TargetRecord> targets)
        => planner.Build(new() { Number = 1, Action = TargetAction.Apply, Component = component, Targets = 0, Lanes = 0 }, targets);

    private static PolicyOptions Policy(int canary, int run, int lane)
        => new()
        {
            MaxInFlight = run,
            MaxInFlightPerLane = Math.Min(lane, run),
            ActiveGates = new() { Canary = canary },
            OneAgents = new() { Canary = canary },
        };

    private static TargetRecord[] Targets(Component component, (int Region, int Pool)[] places)
        => [
            .. places.Select((place, index) => Some.Target(
                $"host-{index}",
                component: component,
                pool: component is Component.ActiveGate ? $"pool-{place.Pool}" : null,
                location: _regions[place.Region])),
        ];
}
