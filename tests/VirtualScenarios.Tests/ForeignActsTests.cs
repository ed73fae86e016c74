using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// Somebody starts, cancels or finishes at Dynatrace by hand while our rotation is under way, in every phase that lasts. The moments
/// between two of them belong to the simulation, which draws any.
/// </summary>
public sealed class ForeignActsTests
{
    private static readonly RotationPhase[] _phases =
        [
            RotationPhase.Planning,
            RotationPhase.RotatingActiveGates,
            RotationPhase.RotatingOneAgents,
            RotationPhase.AwaitingFinish,
            RotationPhase.RollingBack,
        ];

    private static readonly string[] _deeds = ["cancel", "finish", "cancel and start", "finish and start"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, _phases.Length * _deeds.Length)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Nothing_of_ours_takes_effect_on_what_is_not_ours_and_people_find_an_end_that_the_world_does_not_contradict(int seed)
        => VirtualRun.PlayAsync(async time =>
        {
            (RotationPhase phase, string deed) = (_phases[seed % _phases.Length], _deeds[(seed - 1) / _phases.Length]);
            await using Scenario scenario = await Scenario.StartAsync(time, seed: seed);
            string old = InForce(scenario).Active;
            await scenario.RotateAsync();
            await ReachAsync(scenario, phase);
            (CallCounts before, bool wasOpen) = (scenario.World.Calls, InForce(scenario).RotationOpen);

            scenario.Plant(Faults(deed));
            EnvironmentSnapshot after = InForce(scenario);
            People people = new(scenario);
            RotationSnapshot end = await people.DriveToTheEndAsync();

            string story = $"{deed} in {phase}: {end.Rotation.Phase} of {people}";
            CallCounts ours = scenario.World.Calls;
            bool nothingWasDone = !wasOpen && after.RotationOpen == wasOpen; // there was nothing to cancel or finish
            Assert.True(nothingWasDone || (ours.Finish, ours.Cancel) == (before.Finish, before.Cancel), $"{story}: {before}, then {ours}");
            Assert.True(nothingWasDone || InForce(scenario) == after, $"{story}: {after}, then {InForce(scenario)}");
            if (end.Rotation.StartTookEffect)
            {
                bool isOld = InForce(scenario).Active == old;
                Assert.True(end.Rotation.Phase is RotationPhase.Abandoned || isOld == end.Rotation.Phase is RotationPhase.Cancelled, story);
                Assert.True(end.Rotation.Phase is not RotationPhase.Completed || nothingWasDone || deed is "finish", story);
            }
        });

    private static Fault[] Faults(string deed)
    {
        List<Fault> faults = [deed.StartsWith("cancel", StringComparison.Ordinal)
            ? new Fault(FaultKind.ForeignCancel)
            : new Fault(FaultKind.ForeignFinish)];
        if (deed.EndsWith("start", StringComparison.Ordinal))
        {
            faults.Add(new Fault(FaultKind.ForeignStart) { When = "now" });
        }

        return [.. faults];
    }

    private static EnvironmentSnapshot InForce(Scenario scenario) => scenario.World.Environments[0];

    private static async Task ReachAsync(Scenario scenario, RotationPhase phase)
    {
        if (phase is RotationPhase.RollingBack)
        {
            await scenario.UntilGateAsync(GateKind.Finish);
            await scenario.TellAsync(OperatorCommandKind.Abort);
        }

        await scenario.UntilAsync(seen => seen.Rotation.Phase >= phase || seen.Rotation.Phase is RotationPhase.Parked, $"it is {phase}");
    }
}
