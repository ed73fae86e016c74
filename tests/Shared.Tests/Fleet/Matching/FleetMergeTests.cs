using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class FleetMergeTests
{
    private static readonly DateTimeOffset _seen = Some.Now.AddDays(-1);
    private static readonly Machine[] _others = [Some.Machine("x"), Some.Machine("y"), Some.Machine("z")];

    [Fact]
    public void A_fleet_that_did_not_change_changes_nothing()
    {
        FleetReading fleet = Some.Fleet([Some.Machine("a")], [Some.ActiveGate("a")], [Some.OneAgent("a"), Some.OneAgent("nowhere")]);
        Assert.Empty(Merge(FleetMatcher.Match(fleet).Targets, fleet).Changes);
    }

    [Fact]
    public void A_joiner_on_a_known_machine_is_pending_and_one_that_nobody_can_reach_is_named()
    {
        FleetMerge.Result merge = Merge(
            [],
            Some.Fleet([Some.Machine("a"), Some.Machine("gw")], [Some.ActiveGate("gw")], [Some.OneAgent("a"), Some.OneAgent("nowhere")]));
        Assert.Equal(
            (1, 2),
            (merge.Count(FleetChangeKind.Joined, Component.ActiveGate), merge.Count(FleetChangeKind.Joined, Component.OneAgent)));
        Assert.Equal(
            [("activegate/gw", TargetState.Pending), ("oneagent/a", TargetState.Pending), ("oneagent/nowhere", TargetState.Uncovered)],
            merge.Changes.Select(static change => (change.After.Name, change.After.State)));
    }

    [Fact]
    public void A_leaver_is_gone_from_Azure_and_silent_at_Dynatrace()
    {
        FleetChange change = Assert.Single(Merge([Target("a"), .. Others()], Fleet()).Changes);
        Assert.Equal(
            (FleetChangeKind.Left, TargetState.Skipped, UncoveredCodes.Gone),
            (change.Kind, change.After.State, change.After.Code));
        Assert.Contains("by rotation", change.After.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_agent_on_a_machine_that_is_still_there_has_not_left()
        => Assert.Empty(Merge([Target("a"), .. Others()], Fleet(machines: [Some.Machine("a")])).Changes);

    [Fact]
    public void An_agent_that_is_heard_has_not_left_although_Azure_shows_its_machine_no_more()
    {
        FleetChange change = Assert.Single(Merge([Target("a"), .. Others()], Fleet(agents: [Some.OneAgent("a")])).Changes);
        Assert.Equal(
            (FleetChangeKind.WentOff, TargetState.Unreachable, "not-in-azure"),
            (change.Kind, change.After.State, change.After.Code));
    }

    [Fact]
    public void When_more_than_half_of_the_machines_are_gone_at_once_nobody_has_left()
    {
        FleetMerge.Result merge = Merge([Target("a"), Target("b"), .. Others()], Some.Fleet([_others[0]]));
        Assert.Equal((0, 2), (merge.Count(FleetChangeKind.Left), merge.Withheld));
    }

    [Fact]
    public void With_fewer_machines_than_configured_nobody_has_left()
    {
        FleetMerge.Result merge = FleetMerge.Merge([Target("a"), .. Others()], Fleet(), minimumMachines: 4, Some.Now);
        Assert.Equal((0, 1), (merge.Count(FleetChangeKind.Left), merge.Withheld));
    }

    [Theory]
    [InlineData(TargetState.Rotated)]
    [InlineData(TargetState.AlreadyCurrent)]
    [InlineData(TargetState.Restored)]
    [InlineData(TargetState.Failed)]
    public void What_a_host_proved_is_not_changed_by_its_leaving_going_off_or_coming_back(TargetState state)
    {
        TargetRecord target = Target("a") with { State = state };
        FleetReading[] readings =
        [
            Fleet(),
            Fleet([Some.Machine("a") with { State = "PowerState/deallocated" }], [Some.OneAgent("a")]),
            Fleet([Some.Machine("a")], [Some.OneAgent("a")]),
        ];
        foreach (FleetReading fleet in readings)
        {
            Assert.All(Merge([target, .. Others()], fleet).Changes, change => Assert.Equal(state, change.After.State));
        }
    }

    [Fact]
    public void A_pending_target_whose_machine_went_off_is_unreachable_since_it_was_last_seen()
    {
        OneAgentInfo silent = Some.OneAgent("a") with { Active = false, AvailabilityState = "SHUTDOWN", LastSeen = _seen };
        FleetChange change = Assert.Single(
            Merge([Target("a"), .. Others()], Fleet([Some.Machine("a") with { State = "PowerState/deallocated" }], [silent])).Changes);
        Assert.Equal(
            (FleetChangeKind.WentOff, TargetState.Unreachable, UncoveredCodes.NotRunning, (DateTimeOffset?)_seen),
            (change.Kind, change.After.State, change.After.Code, change.After.LastSeen));
        Assert.Contains(
            "Last seen 2026-02-28 12:00Z.",
            AcceptedExceptions.ForFinish([change.After]).Single().Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TargetState.Unreachable, UncoveredCodes.NotRunning, true)]
    [InlineData(TargetState.Unreachable, "machine-gone", true)]
    [InlineData(TargetState.Unreachable, "conflict", false)]
    [InlineData(TargetState.Skipped, UncoveredCodes.Gone, true)]
    [InlineData(TargetState.Skipped, "by-name", false)]
    [InlineData(TargetState.Uncovered, UncoveredCodes.Joined, true)]
    [InlineData(TargetState.Uncovered, UncoveredCodes.ArcAgentTooOld, true)]
    [InlineData(TargetState.Uncovered, UncoveredCodes.Contradiction, false)]
    [InlineData(TargetState.Inconclusive, "no-answer", false)]
    [InlineData(TargetState.Expired, "not-after-passed", false)]
    public void A_target_that_can_be_reached_again_is_pending_unless_something_else_was_in_the_way(
        TargetState state,
        string code,
        bool isBack)
    {
        TargetRecord target = Target("a") with { State = state, Code = code, LastSeen = _seen };
        FleetMerge.Result merge = Merge([target, .. Others()], Fleet([Some.Machine("a")], [Some.OneAgent("a")]));
        Assert.Equal(isBack ? 1 : 0, merge.Count(FleetChangeKind.Back));
        Assert.Equal(
            (isBack ? TargetState.Pending : state, null),
            (merge.Changes.Single().After.State, merge.Changes.Single().After.LastSeen));
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("", true, true)]
    [InlineData("PowerState/running", false, true)]
    public void A_machine_that_Azure_told_to_be_off_is_back_when_it_says_that_it_runs_or_its_agent_is_heard(
        string state,
        bool isHeard,
        bool isBack)
    {
        TargetRecord target = Target("a") with { State = TargetState.Unreachable, Code = UncoveredCodes.NotRunning };
        OneAgentInfo agent = Some.OneAgent("a") with { Active = isHeard };
        FleetMerge.Result merge = Merge([target, .. Others()], Fleet([Some.Machine("a") with { State = state }], [agent]));
        Assert.Equal(isBack ? 1 : 0, merge.Count(FleetChangeKind.Back));
    }

    [Fact]
    public void A_machine_that_was_moved_is_the_same_target_and_one_made_anew_under_its_name_is_another()
    {
        Machine machine = Some.Machine("a") with { VmId = "10000000-0000-0000-0000-000000000001" };
        TargetRecord target = FleetMatcher.Match(Some.Fleet([machine], agents: [Some.OneAgent("a")])).Targets[0] with
        {
            State = TargetState.Rotated,
        };
        Machine moved = Some.Machine("a", group: "elsewhere") with { VmId = machine.VmId };
        Machine anew = machine with { VmId = "10000000-0000-0000-0000-000000000002" };

        FleetChange change = Assert.Single(Merge([target, .. Others()], Fleet([moved], [Some.OneAgent("a")])).Changes);
        Assert.Equal(
            (target.TargetId, "elsewhere", TargetState.Rotated),
            (change.After.TargetId, change.After.Machine!.ResourceGroup, change.After.State));

        FleetMerge.Result merge = Merge(
            [target with { State = TargetState.Pending }, .. Others()],
            Fleet([anew], [Some.OneAgent("a", "HOST-NEW")]));
        Assert.Equal(
            [(FleetChangeKind.Left, target.TargetId), (FleetChangeKind.Joined, TargetIdentityOf(anew))],
            merge.Changes.Select(static found => (found.Kind, found.After.TargetId)));
    }

    [Fact]
    public void A_unique_id_that_two_machines_share_tells_none_apart()
    {
        Machine[] rows =
        [
            Some.Machine("a") with { VmId = "10000000-0000-0000-0000-000000000001" },
            Some.Machine("b") with { VmId = "10000000-0000-0000-0000-000000000001" },
        ];
        Assert.All(MachineTwins.Join(rows), static machine => Assert.Equal((null, machine.ResourceId), (machine.VmId, machine.Identity)));
        Assert.Equal(rows[0].VmId, MachineTwins.Join([rows[0]])[0].Identity);
    }

    [Fact]
    public void A_target_that_Dynatrace_lists_no_more_is_back_when_Azure_says_that_its_machine_runs()
    {
        TargetRecord gate = FleetMatcher.Match(Some.Fleet([Some.Machine("gw")], [Some.ActiveGate("gw")])).Targets[0] with
        {
            State = TargetState.Unreachable,
            Code = UncoveredCodes.NotRunning,
        };
        FleetChange change = Assert.Single(Merge([gate, .. Others()], Fleet([Some.Machine("gw")])).Changes);
        Assert.Equal((FleetChangeKind.Back, TargetState.Pending), (change.Kind, change.After.State));
        Assert.DoesNotContain(
            Merge([gate, .. Others()], Fleet([Some.Machine("gw") with { State = "PowerState/deallocated" }])).Changes,
            static change => change.Kind is FleetChangeKind.Back);
    }

    [Fact]
    public void An_ActiveGate_that_came_back_under_another_id_is_the_same_target_since_then()
    {
        TargetRecord gate = FleetMatcher.Match(Some.Fleet([Some.Machine("gw")], [Some.ActiveGate("gw", "0x1")])).Targets[0] with
        {
            State = TargetState.Rotated,
        };
        FleetReading fleet = Some.Fleet(
            [Some.Machine("gw"), .. _others],
            [Some.ActiveGate("gw", "0x1") with { OfflineSince = Some.Now }, Some.ActiveGate("gw.corp.example", "0x2")],
            [.. _others.Select(static machine => Some.OneAgent(machine.Name))]);

        FleetChange change = Assert.Single(Merge([gate, .. Others()], fleet).Changes);

        Assert.Equal(
            (gate.TargetId, "0x2", (DateTimeOffset?)Some.Now),
            (change.After.TargetId, change.After.AgentId, change.After.RecreatedAt));
        Assert.Empty(FleetMerge.TurnedUp([change.After], fleet.Gates, []));
    }

    [Fact]
    public void A_joiner_whose_machine_is_found_later_keeps_its_id_and_becomes_pending()
    {
        TargetRecord joiner = FleetMerge.TurnedUp([], [], [Some.OneAgent("late")]).Single();
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.Joined), (joiner.State, joiner.Code));
        FleetChange change = Assert.Single(Merge([joiner], Some.Fleet([Some.Machine("late")], agents: [Some.OneAgent("late")])).Changes);
        Assert.Equal(
            (joiner.TargetId, TargetState.Pending, "late"),
            (change.After.TargetId, change.After.State, change.After.Machine!.Name));
    }

    [Fact]
    public void A_command_under_way_settles_its_target_by_itself()
    {
        TargetRecord target = Target("a") with
        {
            Send = new("ttr-1", TargetAction.Apply, 1, 1, Some.Now, Settled: false, DeletePending: true),
        };
        FleetReading off = Fleet([Some.Machine("a") with { State = "PowerState/deallocated" }], [Some.OneAgent("a")]);
        Assert.DoesNotContain(Merge([target, .. Others()], off).Changes, static change => change.After.State is not TargetState.Pending);
    }

    [Fact]
    public void An_agent_under_another_id_on_the_same_machine_is_the_same_target_and_says_since_when()
    {
        FleetChange change = Assert.Single(Merge(
            [Target("a") with { State = TargetState.Rotated }, .. Others()],
            Fleet([Some.Machine("a")], [Some.OneAgent("a", "HOST-NEW")])).Changes);
        Assert.Equal(
            (TargetState.Rotated, "HOST-NEW", (DateTimeOffset?)Some.Now),
            (change.After.State, change.After.AgentId, change.After.RecreatedAt));
    }

    [Fact]
    public void Agents_that_a_probe_told_apart_are_not_mixed_up_by_their_names_again()
    {
        TargetRecord real = Target("a") with { AgentId = "HOST-NEW" };
        TargetRecord ghost = FleetMatcher.Uncovered(Component.OneAgent, "a", "HOST-OLD", UncoveredCodes.UnknownMachine, "ghost");
        FleetMerge.Result merge = Merge([real, ghost, .. Others()], Fleet([Some.Machine("a")], [Some.OneAgent("a", "HOST-OLD")]));
        Assert.DoesNotContain(merge.Changes, change => change.After.TargetId == ghost.TargetId && change.After.Machine is not null);
        Assert.DoesNotContain(merge.Changes, static change => change.After.AgentId == "HOST-OLD" && change.After.Machine is not null);
    }

    [Fact]
    public void A_new_node_of_an_operated_cluster_is_in_its_line()
    {
        OneAgentInfo[] nodes =
        [
            Some.OneAgent("n1") with { KubernetesCluster = "aks" },
            Some.OneAgent("n2") with { KubernetesCluster = "aks" },
        ];
        IReadOnlyList<TargetRecord> line = FleetMatcher.Match(Some.Fleet(agents: [nodes[0]])).Targets;
        Assert.Empty(Merge(line, Some.Fleet([Some.Machine("n2")], agents: nodes)).Changes);
        Assert.Empty(FleetMerge.TurnedUp(line, [], nodes));
    }

    [Fact]
    public void A_machine_that_Azure_deletes_is_counted_once_by_its_own_target_or_by_the_line()
    {
        OneAgentInfo[] silent = [Silent("planned"), Silent("scaled-1"), Silent("scaled-2")];
        TargetRecord planned = FleetMatcher.Uncovered(
            Component.OneAgent,
            "planned",
            silent[0].EntityId,
            UncoveredCodes.UnknownMachine,
            "not in the fleet");

        FleetMerge.Result merge = Merge([planned, .. Others()], WithDeleted(silent));

        Assert.Equal(
            [(FleetChangeKind.Left, "oneagent/planned", 1), (FleetChangeKind.Facts, "oneagent/deleted machines", 2)],
            merge.Changes.Select(static change => (change.Kind, change.After.Name, change.After.Agents)));
        Assert.All(merge.Changes, static change => Assert.Equal((true, false), (change.After.IsGone, change.After.HasJoined)));
    }

    [Fact]
    public void The_line_of_the_deleted_machines_follows_their_number_and_one_that_is_heard_again_is_a_target_of_its_own()
    {
        OneAgentInfo[] silent = [Silent("scaled-1"), Silent("scaled-2")];
        TargetRecord[] before = [.. Others(), FleetMatcher.Match(WithDeleted(silent)).Targets.Single(IsLine)];

        Assert.Empty(Merge(before, WithDeleted(silent)).Changes);
        FleetMerge.Result merge = Merge(
            before,
            WithDeleted([silent[0], silent[1] with { Active = true, AvailabilityState = "MONITORED" }]));
        Assert.Equal(
            [(FleetChangeKind.Joined, "oneagent/scaled-2", 1), (FleetChangeKind.Facts, "oneagent/deleted machines", 1)],
            merge.Changes.Select(static change => (change.Kind, change.After.Name, change.After.Agents)));
    }

    [Fact]
    public void An_agent_of_a_deleted_machine_does_not_turn_up_and_one_that_was_seen_since_does()
    {
        OneAgentInfo[] silent = [Silent("scaled-1")];
        TargetRecord line = FleetMatcher.Match(WithDeleted(silent)).Targets.Single(IsLine);
        Assert.Empty(FleetMerge.TurnedUp([line], [], silent));
        Assert.Equal(
            "oneagent/late",
            Assert.Single(FleetMerge.TurnedUp([line], [], [.. silent, Silent("late") with { LastSeen = Some.Now }])).Name);
    }

    [Fact]
    public void An_agent_that_a_target_stands_for_does_not_turn_up()
        => Assert.Empty(FleetMerge.TurnedUp(
            [Target("a"), Some.Target("gw", component: Component.ActiveGate) with { AgentId = "0xgw" }],
            [Some.ActiveGate("gw"), Some.ActiveGate("theirs") with { Type = "CLUSTER" }],
            [Some.OneAgent("a")]));

    [Fact]
    public void For_any_two_looks_no_target_is_lost_none_doubled_and_what_was_touched_keeps_what_it_proved()
        => Gen.Select(SomeFleets.Readings, SomeFleets.Readings, Gen.Enum<TargetState>().Array[30], Gen.Bool.Array[30]).Sample(
            static (before, after, states, touched) =>
            {
                TargetRecord[] targets =
                [
                    .. FleetMatcher.Match(before).Targets
                        .Select((target, index) => target.Machine is null ? target
                            : target with { State = OfMachine(states[index % 30]), ApplyNotAfter = touched[index % 30] ? Some.Now : null }),
                ];
                FleetMerge.Result merge = Merge(targets, after);
                Dictionary<string, TargetRecord> merged = targets.ToDictionary(static target => target.TargetId);
                foreach (FleetChange change in merge.Changes)
                {
                    Assert.Equal(change.Before is null, merged.TryAdd(change.After.TargetId, change.After));
                    merged[change.After.TargetId] = change.After;
                }

                foreach (TargetRecord target in targets)
                {
                    TargetRecord now = merged[target.TargetId];
                    Assert.Equal((target.ApplyNotAfter, target.Send, target.Probe), (now.ApplyNotAfter, now.Send, now.Probe));
                    Assert.True(now.State == target.State
                        || target.State is not (TargetState.Rotated or TargetState.AlreadyCurrent or TargetState.Restored
                            or TargetState.Failed));
                }

                // Each agent that is there now is in exactly one target: its own, the line of its cluster, or that of the deleted machines.
                // A ghost is in none.
                ILookup<(Component, string), TargetRecord> agents = merged.Values.Where(static target => target.AgentId is not null)
                    .ToLookup(static target => (target.Component, target.AgentId!));
                HashSet<string?> clusters =
                [
                    .. merged.Values.Where(static target => target.State is TargetState.SelfRotating)
                        .Select(static target => target.Cluster),
                ];
                Assert.All(agents, static claims => Assert.Single(claims));
                OneAgentInfo[] others =
                [
                    .. after.Agents.Where(agent => !agents.Contains((Component.OneAgent, agent.EntityId))
                        && !merge.Match.Ghosts.ContainsKey(agent.EntityId) && !clusters.Contains(agent.KubernetesCluster)),
                ];
                Assert.All(others, static agent => Assert.Equal((false, "/nowhere"), (agent.IsOnline, agent.AzureResourceId)));
                Assert.True(others.Length <= merged.Values.Where(IsLine).Sum(static line => line.Agents), "The line of the deleted"
                    + " machines counts fewer than there are.");
                Assert.All(after.Gates.Where(static gate => gate.Type is not "CLUSTER"),
                    gate => Assert.True(agents.Contains((Component.ActiveGate, gate.Id)) || merge.Match.Ghosts.ContainsKey(gate.Id),
                        gate.Id));

                Coverage counts = Coverage.From(merged.Values);
                Assert.Equal(counts.Total,
                    counts.Lines().Where(static line => line.State is not nameof(Coverage.Total)).Sum(static line => line.Count));
                Assert.Equal(merge.Changes.Count, merge.Changes.Select(static change => change.After.TargetId).Distinct().Count());
            },
            iter: 300);

    /// <summary>What moves by itself is a cluster, which has no machine.</summary>
    private static TargetState OfMachine(TargetState state) => state is TargetState.SelfRotating ? TargetState.Pending : state;

    [Fact]
    public void Merging_the_same_look_twice_changes_nothing_more()
        => Gen.Select(SomeFleets.Readings, SomeFleets.Readings).Sample(SettlesAtOnce, iter: 300);

    private static void SettlesAtOnce(FleetReading before, FleetReading after)
    {
        Dictionary<string, TargetRecord> merged = FleetMatcher.Match(before).Targets.ToDictionary(static target => target.TargetId);
        FleetMerge.Result first = Merge([.. merged.Values], after);
        foreach (FleetChange change in first.Changes)
        {
            merged[change.After.TargetId] = change.After;
        }

        // What was withheld is looked at anew each time.
        Assert.Equal(
            [],
            first.Withheld > 0
                ? []
                : Merge([.. merged.Values], after).Changes.Where(static change => change.Kind is not FleetChangeKind.Facts)
                    .Select(
                        static change =>
                            $"{change.Kind} {change.Before?.Name} {change.Before?.AgentId} {change.Before?.State} {change.Before?.Code}"
                                + $" {change.Before?.Machine?.ResourceId[^30..]} -> {change.After.AgentId} {change.After.State}"
                                + $" {change.After.Code} {change.After.Machine?.ResourceId[^30..]}"));
    }

    /// <summary>Fleets in which agents and machines change places so that one merge alone leaves something to the next.</summary>
    [Theory]
    [InlineData("fU54mFMpMiY3")]
    [InlineData("dqCcHHLkZEe3")]
    public void It_changes_nothing_more_where_agents_change_places(string seed)
        => Gen.Select(SomeFleets.Readings, SomeFleets.Readings).Sample(SettlesAtOnce, seed: seed, iter: 1);

    private static FleetMerge.Result Merge(IReadOnlyList<TargetRecord> before, FleetReading fleet)
        => FleetMerge.Merge(before, fleet, minimumMachines: 0, Some.Now);

    private static TargetRecord Target(string name)
        => FleetMatcher.Match(Some.Fleet([Some.Machine(name)], agents: [Some.OneAgent(name)])).Targets[0];

    private static IEnumerable<TargetRecord> Others()
        => _others.Select(static machine => Target(machine.Name) with { State = TargetState.Rotated });

    /// <summary>The others, always there, and something more.</summary>
    private static FleetReading Fleet(IReadOnlyList<Machine>? machines = null, IReadOnlyList<OneAgentInfo>? agents = null)
        => Some.Fleet(
            [.. _others, .. machines ?? []],
            agents: [.. _others.Select(static machine => Some.OneAgent(machine.Name)), .. agents ?? []]);

    private static OneAgentInfo Silent(string name)
        => Some.OneAgent(name) with
        {
            Active = false,
            AvailabilityState = "SHUTDOWN",
            LastSeen = _seen,
            AzureResourceId = Some.Machine(name).ResourceId,
        };

    private static FleetReading WithDeleted(IReadOnlyList<OneAgentInfo> agents)
        => Fleet(agents: agents) with { Deleted = agents.Select(static agent => agent.AzureResourceId!).ToHashSet() };

    private static string TargetIdentityOf(Machine machine)
        => FleetMatcher.Match(Some.Fleet([machine], agents: [Some.OneAgent(machine.Name)])).Targets[0].TargetId;

    private static bool IsLine(TargetRecord target) => target is { IsGone: true, Machine: null, AgentId: null };
}
