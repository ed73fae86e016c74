using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.Machines.Models;

namespace TenantTokens.Simulator.World;

/// <summary>Creates machines, with an ActiveGate or a OneAgent on them. A new machine is off and not in the world yet.</summary>
internal sealed class FleetMachines(WorldState world, string directory, int seed, int controlPort)
{
    private static readonly string[] _regions = ["westeurope", "northeurope"];

    public string Root(MachineIdentity identity) => Path.Combine(directory, "machines", identity.Name);

    public MachineIdentity Identity(string name, int index)
    {
        int subscription = index % 2;
        string region = _regions[index / 2 % 2];
        return new MachineIdentity(
            name,
            IsArc: index % 3 is 1,
            world.Chance.Guid($"subscription/{subscription}").ToString(),
            $"rg-{region}-{subscription + 1}",
            region,
            world.Chance.Guid("vm/" + name));
    }

    public IFleetMachine Gate(MachineIdentity identity, int index, IReadOnlyList<TenantEnvironment> environments, NetworkZone zone)
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

    public IFleetMachine Machine(MachineIdentity identity, int index, bool hasOneAgent)
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

    public void InstallAgent(IFleetMachine machine, TenantEnvironment environment, NetworkZone zone)
    {
        IOneAgentFiles files = machine.CreateOneAgentFiles(environment, CommunicationEndpoints.Of(world, environment, zone));
        machine.Install(
            new OneAgent(machine.Identity, zone, environment, files, machine.Units, world.Clock, world.Chance),
            a => CommunicationEndpoints.Of(world, a));
    }
}
