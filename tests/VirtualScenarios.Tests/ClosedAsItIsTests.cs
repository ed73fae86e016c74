using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// Somebody ends our rotation in mid-wave and rotates the environment: no move of ours leads to an end, so it is closed as it is.
/// </summary>
public sealed class ClosedAsItIsTests
{
    [Fact]
    public Task It_ends_abandoned_and_the_next_rotation_plans_moves_and_finishes_the_fleet_that_is_on_mixed_tokens()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time, machines: 16);
            await scenario.RotateAsync();
            await scenario.UntilAsync(
                static seen => OneAgents(seen).Any(static target => target.IsOnNewToken)
                    && OneAgents(seen).Any(static target => target.State is TargetState.Pending),
                "some OneAgents are moved");
            scenario.Plant(
                new Fault(FaultKind.ForeignCancel),
                new Fault(FaultKind.ForeignStart) { When = "now" },
                new Fault(FaultKind.ForeignFinish));

            RotationSnapshot closed = await CloseAsync(scenario);

            Assert.Equal(0, scenario.World.Calls.Finish + scenario.World.Calls.Cancel);
            Assert.Contains(closed.Targets, static target => target.TokenLeft is TokenLeft.New);
            Assert.DoesNotContain(closed.Targets, static target => target.IsTouched != target.TokenLeft is not null);
            Assert.Single(await scenario.AuditAsync("abandoned"));

            await scenario.RotateAsync();
            People people = new(scenario) { MaxResumes = 4 }; // the rate of what is rejected still rises when they resume at once
            RotationSnapshot end = await people.DriveToTheEndAsync();

            Assert.True(end.Rotation.Phase is RotationPhase.Completed, $"{end.Rotation.Phase}: {people}");
            Assert.All(
                end.Targets.Where(static target => target.TokenLeft is null && target.State is TargetState.Failed),
                static target => Assert.Fail($"{target.Name}: {target.Message}"));
            Assert.True(end.Coverage.Rotated >= closed.Targets.Count(static target => target.IsTouched), $"{end.Coverage}");
            Assert.Equal(1, scenario.World.Calls.Finish);
        });

    [Fact]
    public Task It_is_not_closed_while_abort_leads_to_an_end_nor_before_a_resume_was_in_vain() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        await scenario.RotateAsync();
        await scenario.UntilGateAsync(GateKind.Finish);
        scenario.Plant(new Fault(FaultKind.ForeignCancel));
        RotationSnapshot parked = await scenario.UntilParkedAsync(ParkCodes.CancelledBySomebodyElse);
        Assert.DoesNotContain(OperatorCommandKind.Close, OperatorCommandRules.Allowed(parked.Rotation));

        await scenario.TellAsync(OperatorCommandKind.Abort);

        RotationSnapshot end = await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Cancelled, "cancelled");
        Assert.True(end.Rotation.EndedBySomebodyElse);
        Assert.Equal(0, scenario.World.Calls.Cancel);
        Assert.All(end.Targets.Where(static target => target.IsTouched), static target => Assert.Equal(TargetState.Restored, target.State));
    });

    private static IEnumerable<TargetRecord> OneAgents(RotationSnapshot seen)
        => seen.Targets.Where(static target => target.Component is Component.OneAgent);

    /// <summary>Resumes until that was in vain, closes, and alice says yes.</summary>
    private static async Task<RotationSnapshot> CloseAsync(Scenario scenario)
    {
        RotationSnapshot parked = await ParkedAsync(scenario, since: null);
        List<ParkReason> holds = [];
        while (!OperatorCommandRules.Allowed(parked.Rotation).Contains(OperatorCommandKind.Close))
        {
            holds.Add(parked.Rotation.ParkReason!);
            Assert.True(holds.Count < 6, string.Join('\n', holds));
            await scenario.TellAsync(OperatorCommandKind.Resume);
            parked = await ParkedAsync(scenario, parked.Rotation.ParkReason!.Since);
        }

        Assert.Equal(ParkCodes.ForeignToken, parked.Rotation.ParkReason!.Code);
        await scenario.TellAsync(OperatorCommandKind.Close);
        await scenario.UntilGateAsync(GateKind.Close);
        await scenario.DecideAsync(GateChoice.Approve);
        return await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Abandoned, "abandoned");
    }

    private static Task<RotationSnapshot> ParkedAsync(Scenario scenario, DateTimeOffset? since)
        => scenario.UntilAsync(
            seen => seen.Rotation is { Phase: RotationPhase.Parked, ParkReason: { } hold } && hold.Since != since,
            "parked");
}
