using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulation.World;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>A place at which a rotation is stopped while it is in flight.</summary>
/// <param name="Name">How its directory begins.</param>
/// <param name="Approvers">Who decides the gates that come after the stop.</param>
/// <param name="Configure">Changes rotation.json.</param>
/// <param name="ReachAsync">Drives the rotation there.</param>
internal sealed record InFlightCase(
    string Name,
    IReadOnlyList<string> Approvers,
    Action<JsonObject> Configure,
    Func<Scenario, VirtualWorld, Task> ReachAsync)
{
    private static readonly TimeSpan _aWhile = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<InFlightCase> All { get; } =
    [
        new("start-gate", ["alice", "alice"], AskBeforeStart, WaitAtStartGateAsync),
        new("oneagent-waves-sent", ["alice"], SmallWaves, StopWithCommandsOnTheirWayAsync),
        new("oneagent-waves-answered", ["alice"], SmallWaves, StopWithUnreadAnswersAsync),
        new("finish-gate", ["bob"], TwoMustAgree, AcceptWithOneOfTwoVotesAsync),
    ];

    private static void AskBeforeStart(JsonObject configuration)
        => configuration["approvals"]!["start"] = JsonNode.Parse("""{"approvers":["alice"],"required":true}""");

    private static void SmallWaves(JsonObject configuration)
    {
        configuration["policy"]!["maxInFlight"] = 3;
        configuration["policy"]!["maxInFlightPerLane"] = 3;
        configuration["policy"]!["oneAgents"] = JsonNode.Parse("""{"canary":1,"percentages":[60,100]}""");
    }

    private static void TwoMustAgree(JsonObject configuration)
        => configuration["approvals"] = JsonNode.Parse("""{"finish":{"quorum":2,"approvers":["alice","bob"]}}""");

    private static async Task WaitAtStartGateAsync(Scenario scenario, VirtualWorld world)
    {
        await scenario.UntilGateAsync(GateKind.Start);
        await scenario.WaitAsync(_aWhile);
    }

    private static Task StopWithUnreadAnswersAsync(Scenario scenario, VirtualWorld world)
        => BeInTheMiddleOfAWaveAsync(scenario, world, static commands => commands.All(static command => command.EndedAt is not null));

    private static Task StopWithCommandsOnTheirWayAsync(Scenario scenario, VirtualWorld world)
        => BeInTheMiddleOfAWaveAsync(scenario, world, static commands => commands.All(static command => command.StartedAt is null));

    /// <summary>Some OneAgents are proved, some have a command under way, some have none yet.</summary>
    private static Task BeInTheMiddleOfAWaveAsync(
        Scenario scenario,
        VirtualWorld world,
        Func<TenantTokens.Simulator.Arm.RunCommand[], bool> isSo) => scenario.UntilAsync(
        async () =>
        {
            RotationSnapshot seen = await scenario.LookAsync();
            Assert.True(seen.Rotation.Phase < RotationPhase.AwaitingFinish, $"It has come to {seen.Rotation.Phase} without such a moment.");
            TargetRecord[] agents = [.. seen.Targets.Where(static target => target.Component is Component.OneAgent)];
            TenantTokens.Simulator.Arm.RunCommand[] underWay = [.. WorldParts.CommandsOf(world)];
            return seen.Rotation.Phase is RotationPhase.RotatingOneAgents
                && agents.Any(static agent => agent is { IsOnNewToken: true, ProvedAt: not null })
                && agents.Any(static agent => agent is { State: TargetState.Pending, Send: not { Action: TargetAction.Apply } })
                && underWay.Length >= 2
                && isSo(underWay);
        },
        static () => "a wave of OneAgents is in its middle");

    /// <summary>The machine that is off is accepted by name, by one of the two who must agree.</summary>
    private static async Task AcceptWithOneOfTwoVotesAsync(Scenario scenario, VirtualWorld world)
    {
        Assert.NotEmpty((await scenario.UntilGateAsync(GateKind.Finish)).Rest);
        await scenario.DecideAsync(GateChoice.Approve, "it is off, and gets the new token when it comes back");
        await scenario.WaitAsync(_aWhile);
    }
}
