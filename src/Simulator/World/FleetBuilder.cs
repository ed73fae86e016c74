using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Files;

namespace TenantTokens.Simulator.World;

/// <summary>
/// Builds the fleet for a seed and a number of machines. ActiveGates: a quarter of the machines, 2 to 8, two to a pool (a network zone), an
/// odd one alone. From 8 machines on: the last ActiveGate serves two environments, one OneAgent VM is deallocated, Dynatrace lists one
/// agent whose host is gone, and every fourth ActiveGate and every ninth OneAgent runs Windows. The first zone is isolated.
/// </summary>
internal sealed class FleetBuilder(WorldState world, string directory, int machines, int environments, int seed, int controlPort)
{
    public const string MainEnvironment = "sim00001";
    public const string OtherEnvironment = "sim00002";
    public const string ThirdEnvironment = "sim00003";
    private const int SmallestWithOddities = 8;
    private static readonly string[] _roles = ["shop", "billing", "search", "orders", "stock", "mail", "login", "report"];

    private readonly FleetMachines _make = new(world, directory, seed, controlPort);
    private readonly int _gates = Math.Clamp(machines / 4, 2, 8);

    private int _joined;

    private bool HasOddities => machines >= SmallestWithOddities;

    public void Build()
    {
        TenantEnvironment main = Environment(MainEnvironment);
        TenantEnvironment? other = HasOddities ? Environment(OtherEnvironment) : null;
        TenantEnvironment? third = environments is 3 ? Environment(ThirdEnvironment) : null;
        world.Rotated = [.. new[] { MainEnvironment, OtherEnvironment, ThirdEnvironment }.Take(environments)];
        for (int zone = 0; zone < (_gates + 1) / 2; zone++)
        {
            char letter = (char)('a' + zone);
            world.Zones.Add(new NetworkZone($"zone-{letter}", $"routing-{letter}", IsIsolated: zone is 0));
        }

        List<IFleetMachine> built = [];
        for (int i = 0; i < machines; i++)
        {
            IFleetMachine machine = i < _gates ? Gate(i, Served(i, main, other, third))
                : Agent(i, world.Environments[world.Rotated[(i - _gates) % environments]]);
            built.Add(machine);
            world.Add(machine);
        }

        if (HasOddities)
        {
            string name = $"{world.Chance.Pick("silent", _roles)}-old-01";
            world.Add(new SilentAgent(name, world.Chance.Text("host-id/" + name, 16, Chance.LowerHex), main, world.Zones[^1]));
        }

        IFleetMachine? deallocated = HasOddities ? built.Last(static m => !m.Identity.IsArc) : null;
        foreach (IFleetMachine machine in built)
        {
            if (machine != deallocated)
            {
                machine.PowerOn();
                machine.Gate?.SettleAtOnce();
                machine.Agent?.SettleAtOnce();
            }

            machine.Age(world.Clock.Now);
        }
    }

    /// <summary>Returns the environments that an ActiveGate serves.</summary>
    private IReadOnlyList<TenantEnvironment> Served(int gate, TenantEnvironment main, TenantEnvironment? other, TenantEnvironment? third)
    {
        bool isShared = environments is 1 ? gate == _gates - 1 : gate / 2 is 0;
        return isShared && other is not null ? [main, other]
            : third is not null && gate / 2 == (_gates - 1) / 2 ? [third]
            : [main];
    }

    private TenantEnvironment Environment(string id) => world.Environments[id] = new TenantEnvironment(id, world.Chance);

    private IFleetMachine Gate(int index, IReadOnlyList<TenantEnvironment> environments)
        => _make.Gate(
            _make.Identity($"gate-{index + 1:00}", index) with { IsWindows = HasOddities && index % 4 is 1 },
            index,
            environments,
            world.Zones[index / 2]);

    private IFleetMachine Agent(int index, TenantEnvironment environment)
    {
        MachineIdentity identity = _make.Identity($"{world.Chance.Pick($"role/{index}", _roles)}-{index + 1:00}", index) with
        {
            IsWindows = HasOddities && (index - _gates) % 9 is 0,
        };
        IFleetMachine machine = _make.Machine(identity, index, hasOneAgent: true);
        NetworkZone[] zones =
        [
            .. world.Gates.Where(gate => gate.Environments.Contains(environment)).Select(static gate => gate.Zone).Distinct(),
        ];
        _make.InstallAgent(machine, environment, zones[(index - _gates) / environments % zones.Length]);
        return machine;
    }

    /// <summary>Adds a new machine with a OneAgent, switched on.</summary>
    /// <param name="environment">The environment that it reports to.</param>
    /// <param name="zone">Its network zone.</param>
    /// <param name="token">The token that it was deployed with.</param>
    /// <param name="hostName">The host name; the resource's name when null.</param>
    public IFleetMachine JoinAgent(TenantEnvironment environment, NetworkZone zone, string token, string? hostName)
    {
        int index = machines + _joined++;
        MachineIdentity identity = _make.Identity($"{world.Chance.Pick($"role/{index}", _roles)}-{index + 1:00}", index);
        IFleetMachine machine = _make.Machine(identity with { HostName = hostName ?? identity.Name }, index, hasOneAgent: true);
        _make.InstallAgent(machine, environment, zone);
        machine.Agent!.Files.Write(environment.Id, token);
        return Begin(machine);
    }

    /// <summary>Adds a new machine with an ActiveGate, switched on.</summary>
    public IFleetMachine JoinGate(TenantEnvironment environment, NetworkZone zone, string token)
    {
        int index = machines + _joined++;
        IFleetMachine machine = _make.Gate(_make.Identity($"gate-{index + 1:00}", index), index, [environment], zone);
        machine.Gate!.Files.Write(environment.Id, token);
        return Begin(machine);
    }

    /// <summary>Adds a new machine without Dynatrace components, switched on.</summary>
    public IFleetMachine JoinBare()
    {
        int index = machines + _joined++;
        MachineIdentity identity = _make.Identity($"bare-{index + 1:00}", index);
        return Begin(_make.Machine(identity, index, hasOneAgent: false));
    }

    /// <summary>Adds an ActiveGate in a container: Dynatrace knows it, and Azure has no machine for it.</summary>
    public IFleetMachine JoinContainer(TenantEnvironment environment, NetworkZone zone)
    {
        int index = machines + _joined++;
        return Begin(_make.Gate(_make.Identity($"gate-pod-{index + 1:00}", index) with { IsInAzure = false }, index, [environment], zone));
    }

    /// <summary>Installs a OneAgent on a running machine and starts it.</summary>
    public void AddAgent(IFleetMachine machine, TenantEnvironment environment, NetworkZone zone)
    {
        if (!world.HasModels)
        {
            Shims.Create(_make.Root(machine.Identity), machine.Identity.Name, controlPort, hasOneAgent: true);
        }

        lock (world.Sync)
        {
            _make.InstallAgent(machine, environment, zone);
            machine.Units.StartNow(machine.Agent!.Unit);
        }
    }

    private IFleetMachine Begin(IFleetMachine machine)
    {
        // The tree's initial files are no leftovers. On a new machine their times are those of now.
        machine.Age(world.Clock.Now);
        lock (world.Sync)
        {
            machine.PowerOn();
            world.Add(machine);
        }

        return machine;
    }
}
