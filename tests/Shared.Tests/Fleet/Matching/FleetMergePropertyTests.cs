using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Moves;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>What holds for any two looks at any fleet.</summary>
public sealed class FleetMergePropertyTests : FleetMergeTest
{
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
                Assert.All(after.ActiveGates.Where(static gate => gate.Type is not "CLUSTER"),
                    gate => Assert.True(agents.Contains((Component.ActiveGate, gate.Id)) || merge.Match.Ghosts.ContainsKey(gate.Id),
                        gate.Id));

                Coverage counts = Coverage.From(merged.Values);
                Assert.Equal(counts.Total,
                    counts.Lines().Where(static line => line.State is not nameof(Coverage.Total)).Sum(static line => line.Count));
                Assert.Equal(merge.Changes.Count, merge.Changes.Select(static change => change.After.TargetId).Distinct().Count());
            },
            iter: 300);

    /// <summary>A merge looks up to four times at the same reading; what it writes in the end is one move all the same.</summary>
    [Fact]
    public void Whatever_a_merge_writes_is_one_move_of_the_table()
        => Gen.Select(SomeFleets.Readings, SomeFleets.Readings, Gen.Enum<TargetState>().Array[30]).Sample(
            static (before, after, states) =>
            {
                TargetRecord[] targets =
                [
                    .. FleetMatcher.Match(before).Targets.Select((target, index)
                        => target.Machine is null ? target : target with { State = OfMachine(states[index % 30]) }),
                ];
                Assert.Equal(
                    [],
                    Merge(targets, after).Changes.Where(static change => change.Before is not null)
                        .Select(static change => TargetMoves.Refusal(change.Before!, change.After))
                        .OfType<string>());
            },
            iter: 2000);

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
}
