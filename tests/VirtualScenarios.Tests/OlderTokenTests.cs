using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>A host that was off through a whole rotation carries the token before the last one when it comes back.</summary>
public sealed class OlderTokenTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task It_is_named_with_its_fingerprint_and_gets_the_new_token_only_when_it_is_accepted_by_name(bool isAccepted)
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(
                time,
                change: static configuration => configuration["policy"]!["stragglers"]!["sweep"] = "00:00:00");
            string machine = scenario.World.Machines.Last(
                static one => Scenario.IsOn(one) && one.Components is [{ Component: "oneagent" }]).Name;
            string name = $"oneagent/{machine}";
            scenario.Plant(new Fault(FaultKind.MachineOff) { Machine = machine });
            await scenario.RotateAsync();
            await scenario.ApproveAndCompleteAsync();

            scenario.Plant(new Fault(FaultKind.MachineOn) { Machine = machine });
            await scenario.RotateAsync();
            RotationSnapshot gate = await FinishGateAsync(scenario);
            TargetRecord left = gate.Targets.Single(target => target.Name == name);
            ExceptionItem item = gate.Rest.Single(item => item.Name == name);
            Assert.Equal((TargetState.Failed, OlderToken.Code), (left.State, left.Code));
            Assert.Contains(left.OtherFingerprint!, item.Reason, StringComparison.Ordinal);
            Assert.Contains(GateChoice.AcceptOlder, gate.Gate!.Choices);

            if (isAccepted)
            {
                await scenario.DecideAsync(GateChoice.AcceptOlder);
                RotationSnapshot again = await FinishGateAsync(scenario, after: gate.Gate.GateId);
                Assert.DoesNotContain(again.Rest, item => item.Name == name);
            }

            RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

            Assert.Equal(isAccepted ? TargetState.Rotated : TargetState.Failed, end.Targets.Single(target => target.Name == name).State);
            Assert.Equal(isAccepted, scenario.World.Machines.Single(one => one.Name == machine).Components[0].Online);
            Assert.Equal(isAccepted ? 1 : 0, (await scenario.AuditAsync("older-token-accepted")).Count);
        });

    /// <summary>The host is rejected from the moment on in which it is back, and the watch may notice that a little after start.</summary>
    private static async Task<RotationSnapshot> FinishGateAsync(Scenario scenario, string? after = null)
    {
        while (true)
        {
            RotationSnapshot seen = await scenario.UntilAsync(
                seen => (seen is { Gate.Kind: GateKind.Finish, GateOutcome: GateOutcome.Undecided } && seen.Gate.GateId != after)
                    || seen.Rotation.Phase is RotationPhase.Parked,
                "the finish gate is open, or the watch has noticed");
            if (seen.Rotation.Phase is not RotationPhase.Parked)
            {
                return seen;
            }

            Assert.Equal(ParkCodes.RejectedMessagesRose, seen.Rotation.ParkReason!.Code);
            await scenario.TellAsync(OperatorCommandKind.Resume);
            await scenario.UntilAsync(now => now.Rotation.ParkReason?.Since != seen.Rotation.ParkReason.Since, "it goes on");
        }
    }
}
