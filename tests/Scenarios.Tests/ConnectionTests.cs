using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.Scenarios.Tests;

/// <summary>
/// What the clock that jumps cannot show: the product's connections, retries and limits on real sockets. VirtualScenarios.Tests has the
/// other scenarios.
/// </summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Throttling_and_connections_that_break_before_or_after_the_effect_are_survived()
    {
        await using Scenario scenario = await Scenario.StartAsync(machines: 20);
        await scenario.RotateAsync(new("sim00001", "rachel"));
        RotationSnapshot planned = await scenario.UntilAsync(
            static seen => seen.Rotation.Phase is RotationPhase.AwaitingStart,
            "the plan waits for a yes");
        string subscription = planned.Targets.First(static target => target.Machine is not null).Machine!.SubscriptionId;
        string[] broken = [CallName.PutRunCommand, CallName.GetRunCommand, CallName.OneAgents, CallName.ListSecretVersions];
        scenario.Plant(
        [
            new Fault(FaultKind.Throttle) { Subscription = subscription, DurationSeconds = 300, RetryAfterSeconds = 90 },
            .. broken.Select(static call => new Fault(FaultKind.RefuseBefore) { Call = call }),
            .. broken.Select(static call => new Fault(FaultKind.LoseAnswer) { Call = call }),
        ]);
        await scenario.TellAsync(OperatorCommandKind.Confirm);

        RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

        Assert.Equal(0, end.Coverage.Failed + end.Coverage.Inconclusive + end.Coverage.Expired);
        scenario.LostNothing();
    }
}
