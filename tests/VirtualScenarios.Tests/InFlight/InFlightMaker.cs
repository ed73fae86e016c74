using TenantTokens.Local.Ledger;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>Makes the data of rotations in flight with the product as it is now. Only when asked to: what exists is kept.</summary>
public sealed class InFlightMaker
{
    private const int Machines = 12;
    private const int Seed = 1;

    public static TheoryData<string> Cases { get; } = [.. InFlightCase.All.Select(static one => one.Name)];

    [Theory(Skip = InFlightData.HowTo, SkipType = typeof(InFlightData), SkipUnless = nameof(InFlightData.IsToBeMade))]
    [MemberData(nameof(Cases))]
    public Task A_rotation_is_stopped_in_flight_and_what_is_left_is_kept(string name) => VirtualRun.PlayAsync(async time =>
    {
        InFlightCase stop = InFlightCase.All.Single(one => one.Name == name);
        string directory = Path.Combine(InFlightData.Root, $"{name}-{InFlightData.Suffix}");
        Directory.CreateDirectory(directory);
        await StopAsync(time, stop, directory);
    });

    private static async Task StopAsync(VirtualTime time, InFlightCase stop, string directory)
    {
        VirtualWorld world = new(Machines, Seed, time);
        WorldCapture capture = new(world, [.. WorldParts.Secrets(world.State.Vault).Keys]);
        List<string> applied = [];
        world.Changed = host => applied.Add(host.Target);
        string configuration = WorldConfiguration.Write(world, stop.Configure);
        Installation installation = new("our copy", WorldConfiguration.Read(configuration), static path => new SqliteLedgerStore(path));
        await using Scenario scenario = await Scenario.StartAsync(time, world, installation);
        await scenario.RotateAsync();
        await stop.ReachAsync(scenario, world);

        DateTimeOffset drivenSince = (await scenario.DriverAsync()).CreatedAt;
        await scenario.CrashAsync();
        await installation.CopyToAsync(directory);
        await File.WriteAllTextAsync(InFlightData.ConfigurationIn(directory), configuration + "\n", CancellationToken.None);
        DateTimeOffset? startedAt = world.Environment.RotationOpen ? world.Environment.ChangedAt : null;
        InFlightData.Write(directory, new StoppedWorld(
            time.GetUtcNow(), scenario.RotationId, drivenSince, Machines, Seed, stop.Approvers, startedAt, applied)
        {
            Vault = capture.Vault(),
            Hosts = capture.Hosts(),
            Commands = capture.Commands(),
        });
    }
}
