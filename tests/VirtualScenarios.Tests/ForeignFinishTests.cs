using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// Somebody finishes our rotation in the middle of the waves. Connection info does not show it; the hosts that were not moved yet are dark.
/// </summary>
public sealed class ForeignFinishTests
{
    private static readonly string[] _holds = [ParkCodes.RejectedMessagesRose, ParkCodes.AgentsLost, ParkCodes.CanaryOffline];

    [Fact]
    public Task One_OneAgent_shows_that_the_way_forward_is_right_and_then_the_others_follow() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 30, TwoWaves);
        await scenario.RotateAsync();
        await scenario.UntilAsync(
            static seen => seen.Rotation.Phase is RotationPhase.RotatingOneAgents && Moved(seen) > 0,
            "OneAgents are rotated");

        scenario.Plant(new Fault(FaultKind.ForeignFinish));
        RotationSnapshot parked = await scenario.UntilParkedAsync(ParkCodes.RejectedMessagesRose);
        Assert.Contains("Connection info does not show this", parked.Rotation.ParkReason!.Message, StringComparison.Ordinal);
        await GoOnAsync(scenario, parked);

        RotationSnapshot end = await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Completed, "completed");

        List<WaveRecord> proofs =
        [
            .. (await scenario.Get<PlanLedger>().ListWavesAsync(scenario.RotationId, CancellationToken.None))
                .Where(static wave => wave.IsProof),
        ];
        Assert.NotEmpty(proofs);
        Assert.All(proofs, static wave => Assert.Equal((1, Component.OneAgent), (wave.Targets, wave.Component)));
        Assert.NotEmpty(await scenario.AuditAsync("canary-online"));
        Assert.All(
            end.Targets.Where(static target => target is { Machine.IsReachable: true }),
            static target => Assert.True(target.IsOnNewToken, target.Name));
    });

    /// <summary>olga resumes whatever the watch asks, until the finish gate is open; alice approves it.</summary>
    private static async Task GoOnAsync(Scenario scenario, RotationSnapshot seen)
    {
        while (seen.Rotation.Phase is RotationPhase.Parked)
        {
            Assert.Contains(seen.Rotation.ParkReason!.Code, _holds);
            await scenario.TellAsync(OperatorCommandKind.Resume);
            DateTimeOffset since = seen.Rotation.ParkReason.Since;
            seen = await scenario.UntilAsync(
                now => now is { Gate.Kind: GateKind.Finish, GateOutcome: GateOutcome.Undecided }
                    || (now.Rotation.ParkReason is { } hold && hold.Since != since),
                "the finish gate is open, or the watch asks");
        }

        await scenario.DecideAsync(GateChoice.Approve);
    }

    private static int Moved(RotationSnapshot seen)
        => seen.Targets.Count(static target => target is { Component: Component.OneAgent, IsOnNewToken: true });

    private static void TwoWaves(JsonObject configuration)
        => configuration["policy"]!["oneAgents"] = JsonNode.Parse("""{"percentages":[20,100]}""");
}
