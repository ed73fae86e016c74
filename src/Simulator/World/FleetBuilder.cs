using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.Machines.Models;

namespace TenantTokens.Simulator.World;

/// <summary>
/// The fleet that a seed and a number of machines make. ActiveGates: a quarter of the machines, 2 to 8, two to a pool (a network
/// zone), the odd one alone. From 8 machines on: the last ActiveGate serves two environments, one OneAgent VM is deallocated, and
/// Dynatrace lists one agent whose host is gone, and every fourth ActiveGate and every ninth OneAgent runs Windows. The first zone is isolated.
/// </summary>
internal sealed partial class FleetBuilder(WorldState world, string directory, int machines, int environments, int seed, int controlPort)
{
    public const string MainEnvironment = "sim00001";
    public const string OtherEnvironment = "sim00002";
    public const string ThirdEnvironment = "sim00003";
    private const int SmallestWithOddities = 8;
    private static readonly string[] s_roles = ["shop", "billing", "search", "orders", "stock", "mail", "login", "report"];
    private static readonly string[] s_regions = ["westeurope", "northeurope"];

    private readonly int _gates = Math.Clamp(machines / 4, 2, 8);

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
            IFleetMachine machine = i < _gates ? Gate(i, Served(i, main, other, third)) : Agent(i, world.Environments[world.Rotated[(i - _gates) % environments]]);
            built.Add(machine);
            world.Add(machine);
        }

        if (HasOddities)
        {
            string name = $"{world.Chance.Pick("silent", s_roles)}-old-01";
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

    /// <summary>Whose data an ActiveGate takes.</summary>
    private IReadOnlyList<TenantEnvironment> Served(int gate, TenantEnvironment main, TenantEnvironment? other, TenantEnvironment? third)
    {
        bool isShared = environments is 1 ? gate == _gates - 1 : gate / 2 is 0;
        return isShared && other is not null ? [main, other]
            : third is not null && gate / 2 == (_gates - 1) / 2 ? [third]
            : [main];
    }

    private TenantEnvironment Environment(string id) => world.Environments[id] = new TenantEnvironment(id, world.Chance);

    private IFleetMachine Gate(int index, IReadOnlyList<TenantEnvironment> environments)
        => Gate(Identity($"gate-{index + 1:00}", index) with { IsWindows = HasOddities && index % 4 is 1 }, index, environments, world.Zones[index / 2]);

    private IFleetMachine Gate(MachineIdentity identity, int index, IReadOnlyList<TenantEnvironment> environments, NetworkZone zone)
    {
        IFleetMachine machine = Machine(identity, index, hasOneAgent: false);
        bool single = environments.Count is 1;
        bool hasRemotePlugins = single && index % 2 is 1;
        IActiveGateFiles files = machine.CreateActiveGateFiles(zone, environments, hasExtensions: single, hasRemotePlugins);
        ActiveGate gate = new(identity, zone, environments, files, machine.Units, world.Clock, world.Chance);
        List<ExtensionModule> modules = [];
        AddModule(single, "extensionsmodule", "Dynatrace Extensions Controller");
        AddModule(hasRemotePlugins, "remotepluginmodule", "Dynatrace Remote Plugin Module");
        gate.Services.AddRange(machine.Units.All);
        machine.Units.Add("dynatraceautoupdater", "Dynatrace Autoupdater");
        machine.Install(gate, modules);
        return machine;

        void AddModule(bool present, string unit, string description)
        {
            if (present)
            {
                modules.Add(new ExtensionModule(gate, environments[0], machine.Units.Add(unit, description), files));
            }
        }
    }

    private IFleetMachine Agent(int index, TenantEnvironment environment)
    {
        MachineIdentity identity = Identity($"{world.Chance.Pick($"role/{index}", s_roles)}-{index + 1:00}", index) with { IsWindows = HasOddities && (index - _gates) % 9 is 0 };
        IFleetMachine machine = Machine(identity, index, hasOneAgent: true);
        NetworkZone[] zones = [.. world.Gates.Where(gate => gate.Environments.Contains(environment)).Select(static gate => gate.Zone).Distinct()];
        InstallAgent(machine, environment, zones[(index - _gates) / environments % zones.Length]);
        return machine;
    }

    private IFleetMachine Machine(MachineIdentity identity, int index, bool hasOneAgent)
    {
        if (world.HasModels)
        {
            return new ModelMachine(identity, world);
        }

        string root = Root(identity);
        Directory.CreateDirectory(root);
        if (identity.IsWindows)
        {
            return new WindowsMachine(identity, world, root, controlPort);
        }

        ProcessFiles.Create(root, world.Clock.Now);
        Shims.Create(root, identity.Name, controlPort, hasOneAgent);
        return new LinuxMachine(identity, world, root, Path.Combine(directory, "commands"), hasSystemd: (index + seed) % 2 is 0);
    }

    private string Root(MachineIdentity identity) => Path.Combine(directory, "machines", identity.Name);

    private MachineIdentity Identity(string name, int index)
    {
        int subscription = index % 2;
        string region = s_regions[index / 2 % 2];
        return new MachineIdentity(
            name,
            IsArc: index % 3 is 1,
            world.Chance.Guid($"subscription/{subscription}").ToString(),
            $"rg-{region}-{subscription + 1}",
            region,
            world.Chance.Guid("vm/" + name));
    }
}
