using CsCheck;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// What holds whatever the fleet, the policy, the failures and the approver's answers are: the whole product, seen from the world's side.
/// </summary>
public sealed class AnyFleetTests
{
    [Fact]
    public Task Whatever_happens_caps_order_budget_and_counts_hold()
        => AnyFleet.Gen.SampleAsync(
            static fleet => VirtualRun.PlayAsync(time => HoldsAsync(time, fleet)),
            iter: Suite.IsFull ? 100 : 5,
            threads: 1,
            print: static fleet => fleet.ToString());

    private static async Task HoldsAsync(VirtualTime time, AnyFleet fleet)
    {
        await using Scenario scenario = await Scenario.StartAsync(time, fleet.Machines, fleet.Configure);
        scenario.Plant([.. fleet.Faults()]);
        await scenario.RotateAsync();

        int decided = 0;
        for (GateKind gate = GateKind.Continue; gate is not GateKind.Finish; decided++)
        {
            RotationSnapshot open = await scenario.UntilAsync(
                static seen => seen is { Gate: not null, GateOutcome: GateOutcome.Undecided },
                "a gate is open");
            gate = open.Gate!.Kind;
            if (gate is GateKind.Continue)
            {
                await NothingNewIsSentAsync(scenario, open);
                await scenario.DecideAsync(decided < fleet.Retries ? GateChoice.Retry : GateChoice.Skip);
                await scenario.UntilAsync(seen => seen.Gate?.GateId != open.Gate.GateId, $"{open.Gate.GateId} is closed");
            }
        }

        RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

        TheCountsAddUp(end);
        TheCapsHold(scenario.Commands, fleet);
        NoOneAgentBeforeTheLastActiveGate(scenario.Commands);
        await EveryTargetIsFirstSentInOneWaveAsync(scenario, end);
        scenario.LostNothing(
            leftBehind: [.. end.Targets.Where(static target => !target.IsOnNewToken).Select(static target => target.Name.Split('/')[1])]);
    }

    /// <summary>Over budget: the wave has ended when a continue gate opens, and nothing is sent while it is open.</summary>
    private static async Task NothingNewIsSentAsync(Scenario scenario, RotationSnapshot open)
    {
        await scenario.WaitAsync(TimeSpan.FromHours(1));

        Assert.Equal(open.Gate!.GateId, (await scenario.LookAsync()).Gate!.GateId);
        scenario.SentNoApplyAfter(open.Gate.OpenedAt);
    }

    private static void TheCountsAddUp(RotationSnapshot end)
    {
        Coverage coverage = end.Coverage;
        Assert.Equal(end.Targets.Count, coverage.Total);
        Assert.Equal(
            coverage.Total,
            coverage.Rotated + coverage.AlreadyCurrent + coverage.Failed + coverage.Unreachable + coverage.Skipped + coverage.Expired
                + coverage.Inconclusive + coverage.Restored + coverage.SelfRotating + coverage.Uncovered + coverage.Pending);
        Assert.Equal(0, coverage.Pending);
    }

    private static void TheCapsHold(IReadOnlyList<CommandSnapshot> commands, AnyFleet fleet)
    {
        Assert.InRange(MaxAtOnce(commands), 1, fleet.MaxInFlight);
        Assert.All(commands.GroupBy(static command => command.Lane), lane => Assert.InRange(MaxAtOnce(lane), 1, fleet.MaxInFlightPerLane));
    }

    /// <summary>The most commands that were between their PUT and the end of their script, or their DELETE, at one moment.</summary>
    private static int MaxAtOnce(IEnumerable<CommandSnapshot> commands)
    {
        int now = 0;
        return commands
            .SelectMany(static command => (IEnumerable<(DateTimeOffset At, int Change)>)[
                (command.PutAt, 1),
                (command.EndedAt ?? command.DeletedAt ?? DateTimeOffset.MaxValue, -1),
            ])
            .OrderBy(static change => change.At)
            .ThenBy(static change => change.Change)
            .Max(change => now += change.Change);
    }

    private static void NoOneAgentBeforeTheLastActiveGate(IReadOnlyList<CommandSnapshot> commands)
    {
        CommandSnapshot[] applies = [.. commands.Where(static command => command.Action is "apply")];
        DateTimeOffset lastGate = applies.Where(static command => command.Component is "activegate")
            .Max(static command => command.EndedAt!.Value);
        Assert.All(
            applies.Where(static command => command.Component is "oneagent"),
            command => Assert.True(command.PutAt >= lastGate, $"{command.Machine} was sent before {lastGate:O}."));
    }

    /// <summary>What was never tried again is in one wave; nothing that was sent is in none.</summary>
    private static async Task EveryTargetIsFirstSentInOneWaveAsync(Scenario scenario, RotationSnapshot end)
    {
        PlanLedger plans = scenario.Get<PlanLedger>();
        Dictionary<string, int> waves = new(StringComparer.Ordinal);
        foreach (WaveRecord wave in (await plans.ListWavesAsync(scenario.RotationId, CancellationToken.None))
            .Where(static wave => wave.Action is TargetAction.Apply))
        {
            await foreach (SegmentRecord segment in plans.ListSegmentsAsync(scenario.RotationId, wave.Number, CancellationToken.None))
            {
                foreach (string target in segment.TargetIds)
                {
                    waves[target] = waves.GetValueOrDefault(target) + 1;
                }
            }
        }

        Assert.All(end.Targets.Where(static target => target.IsTouched), target => Assert.Contains(target.TargetId, waves));
        Assert.All(
            end.Targets.Where(static target => target is { IsTouched: true, Send.Attempt: 1, State: TargetState.Rotated }),
            target => Assert.Equal(1, waves[target.TargetId]));
    }
}
