using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Files;

namespace TenantTokens.Simulator.World;

/// <summary>
/// The fleet that a seed and a number of machines make. ActiveGates: a quarter of the machines, 2 to 8, two to a pool (a network
/// zone), the odd one alone. From 8 machines on: the last ActiveGate serves two environments, one OneAgent VM is deallocated, and
/// Dynatrace lists one agent whose host is gone. The first zone is isolated.
/// </summary>
internal sealed class FleetBuilder(WorldState world, string directory, int machines, int seed, int controlPort)
{
    public const string MainEnvironment = "sim00001";
    public const string OtherEnvironment = "sim00002";
    private const int SmallestWithOddities = 8;
    private static readonly string[] s_roles = ["shop", "billing", "search", "orders", "stock", "mail", "login", "report"];
    private static readonly string[] s_regions = ["westeurope", "northeurope"];

    private readonly int _gates = Math.Clamp(machines / 4, 2, 8);

    private bool HasOddities => machines >= SmallestWithOddities;

    public void Build()
    {
        TenantEnvironment main = Environment(MainEnvironment);
        TenantEnvironment? other = HasOddities ? Environment(OtherEnvironment) : null;
        for (int zone = 0; zone < (_gates + 1) / 2; zone++)
        {
            char letter = (char)('a' + zone);
            world.Zones.Add(new NetworkZone($"zone-{letter}", $"routing-{letter}", IsIsolated: zone is 0));
        }

        List<LinuxMachine> built = [];
        for (int i = 0; i < machines; i++)
        {
            LinuxMachine machine = i < _gates ? Gate(i, i == _gates - 1 && other is not null ? [main, other] : [main]) : Agent(i, main);
            built.Add(machine);
            world.Add(machine);
        }

        if (HasOddities)
        {
            string name = $"{world.Chance.Pick("silent", s_roles)}-old-01";
            world.Add(new SilentAgent(name, world.Chance.Text("host-id/" + name, 16, Chance.LowerHex), main, world.Zones[^1]));
        }

        LinuxMachine? deallocated = HasOddities ? built.Last(static m => !m.Identity.IsArc) : null;
        foreach (LinuxMachine machine in built)
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

    private TenantEnvironment Environment(string id) => world.Environments[id] = new TenantEnvironment(id, world.Chance);

    private LinuxMachine Gate(int index, IReadOnlyList<TenantEnvironment> environments)
    {
        MachineIdentity identity = Identity($"gate-{index + 1:00}", index);
        LinuxMachine machine = Machine(identity, index, hasOneAgent: false);
        NetworkZone zone = world.Zones[index / 2];
        bool single = environments.Count is 1;
        bool hasRemotePlugins = single && index % 2 is 1;
        ActiveGateTree tree = new(Root(identity), world.Clock);
        tree.Create(identity, zone, environments, hasExtensions: single, hasRemotePlugins, world.Chance);

        ActiveGate gate = new(identity, zone, environments, tree, machine.Units, world.Clock, world.Chance);
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
                modules.Add(new ExtensionModule(gate, environments[0], machine.Units.Add(unit, description), tree));
            }
        }
    }

    private LinuxMachine Agent(int index, TenantEnvironment environment)
    {
        MachineIdentity identity = Identity($"{world.Chance.Pick($"role/{index}", s_roles)}-{index + 1:00}", index);
        LinuxMachine machine = Machine(identity, index, hasOneAgent: true);
        NetworkZone zone = world.Zones[(index - _gates) % world.Zones.Count];
        OneAgentTree tree = new(Root(identity));
        OneAgent agent = new(identity, zone, environment, tree, machine.Units, world.Clock, world.Chance);
        tree.Create(environment, CommunicationEndpoints.Of(world, agent, showCurrent: false));
        machine.Install(agent, a => CommunicationEndpoints.Of(world, a, showCurrent: true));
        return machine;
    }

    private LinuxMachine Machine(MachineIdentity identity, int index, bool hasOneAgent)
    {
        string root = Root(identity);
        Directory.CreateDirectory(root);
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
