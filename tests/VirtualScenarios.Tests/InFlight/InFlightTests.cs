using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>
/// An update while a rotation is in flight: this version of the product starts on the journal and the ledger that an earlier version
/// left, and completes the rotation. The names and the order of an orchestrator's calls, and the rows of the ledger, must still be
/// understood.
/// </summary>
public sealed class InFlightTests
{
    private static readonly TimeSpan _down = TimeSpan.FromSeconds(30);

    [Theory]
    [MemberData(nameof(InFlightData.Directories), MemberType = typeof(InFlightData))]
    public Task A_rotation_that_an_earlier_version_left_in_flight_goes_on_to_its_end(string name)
    {
        string directory = Path.Combine(InFlightData.Root, name);
        StoppedWorld stopped = InFlightData.Read(directory);
        return VirtualRun.PlayAsync(time => CompleteAsync(time, directory, stopped), begin: stopped.At + _down);
    }

    [Theory]
    [MemberData(nameof(InFlightData.Directories), MemberType = typeof(InFlightData))]
    public Task What_is_kept_of_it_holds_no_secret(string name)
    {
        string directory = Path.Combine(InFlightData.Root, name);
        StoppedWorld stopped = InFlightData.Read(directory);
        return VirtualRun.PlayAsync(async time =>
        {
            VirtualWorld world = new(stopped.Machines, stopped.Seed, time);
            string old = world.Environment.Active;
            Assert.True(world.StartByPeople());
            foreach (string file in Directory.GetFiles(directory))
            {
                string text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, CancellationToken.None));
                Assert.All(
                    new[] { old, world.Environment.Active, world.State.ApiToken, world.State.WebhookSignature },
                    secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        });
    }

    private static async Task CompleteAsync(VirtualTime time, string directory, StoppedWorld stopped)
    {
        VirtualWorld world = new(stopped.Machines, stopped.Seed, time);
        List<string> applied = [.. stopped.Applied];
        world.Changed = host => applied.Add(host.Target);
        WorldRestore.Put(world, stopped);
        string configuration = await File.ReadAllTextAsync(InFlightData.ConfigurationIn(directory), CancellationToken.None);
        Installation installation = new(
            "our copy", WorldConfiguration.Read(configuration), static path => new SqliteLedgerStore(path), from: directory);
        await using Scenario scenario = await Scenario.StartAsync(time, world, installation);
        scenario.RotationId = stopped.RotationId;
        Task goesOn = GoesOnAsync(scenario, stopped);

        string? decided = null;
        foreach (string approver in stopped.Approvers)
        {
            RotationSnapshot asked = await scenario.UntilAsync(
                seen => seen is { Gate: { } gate, GateOutcome: GateOutcome.Undecided } && gate.GateId != decided,
                $"{approver} is asked");
            decided = asked.Gate!.GateId;
            await scenario.DecideAsync(GateChoice.Approve, "seen", approver);
        }

        RotationSnapshot end = await scenario.CompletedAsync();

        await goesOn;
        string[] left = [.. end.Targets.Where(static target => !target.IsOnNewToken).Select(static target => target.Name)];
        scenario.LostNothing([.. left.Select(static target => target.Split('/')[1])]);
        Assert.Equal(
            end.Targets.Select(static target => target.Name).Except(left).Order(StringComparer.Ordinal),
            applied.Order(StringComparer.Ordinal)); // each once, before the stop or after it
        Assert.DoesNotContain(await scenario.OrchestrationsAsync(), static one => one.RuntimeStatus is OrchestrationRuntimeStatus.Failed);
        Assert.DoesNotContain(
            await scenario.AuditAsync("phase"),
            static entry => entry.Detail.Contains(nameof(RotationPhase.Parked), StringComparison.Ordinal));
    }

    /// <summary>The orchestration that the earlier version began takes another turn: none has been started in its place.</summary>
    private static Task GoesOnAsync(Scenario scenario, StoppedWorld stopped) => scenario.UntilAsync(
        async () =>
        {
            OrchestrationMetadata driver = await scenario.DriverAsync();
            Assert.Equal((stopped.DrivenSince, OrchestrationRuntimeStatus.Running), (driver.CreatedAt, driver.RuntimeStatus));
            return driver.LastUpdatedAt > stopped.At + _down;
        },
        static () => "the orchestration goes on");
}
