using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Files;

namespace TenantTokens.Simulator.World;

/// <summary>What joins the fleet later.</summary>
internal sealed partial class FleetBuilder
{
    private int _joined;

    /// <summary>A new machine with a OneAgent, switched on.</summary>
    /// <param name="environment">Whom it reports to.</param>
    /// <param name="zone">Its network zone.</param>
    /// <param name="token">The token it was deployed with.</param>
    /// <param name="hostName">What the computer calls itself; null for the resource's name.</param>
    public IFleetMachine JoinAgent(TenantEnvironment environment, NetworkZone zone, string token, string? hostName)
    {
        int index = machines + _joined++;
        MachineIdentity identity = Identity($"{world.Chance.Pick($"role/{index}", s_roles)}-{index + 1:00}", index);
        IFleetMachine machine = Machine(identity with { HostName = hostName ?? identity.Name }, index, hasOneAgent: true);
        InstallAgent(machine, environment, zone);
        machine.Agent!.Files.Write(environment.Id, token);
        return Begin(machine);
    }

    /// <summary>A new machine with an ActiveGate, switched on.</summary>
    public IFleetMachine JoinGate(TenantEnvironment environment, NetworkZone zone, string token)
    {
        int index = machines + _joined++;
        IFleetMachine machine = Gate(Identity($"gate-{index + 1:00}", index), index, [environment], zone);
        machine.Gate!.Files.Write(environment.Id, token);
        return Begin(machine);
    }

    /// <summary>A new machine with nothing of Dynatrace on it, switched on.</summary>
    public IFleetMachine JoinBare()
    {
        int index = machines + _joined++;
        MachineIdentity identity = Identity($"bare-{index + 1:00}", index);
        return Begin(Machine(identity, index, hasOneAgent: false));
    }

    /// <summary>An ActiveGate in a container: Dynatrace knows it, Azure has no machine of it.</summary>
    public IFleetMachine JoinContainer(TenantEnvironment environment, NetworkZone zone)
    {
        int index = machines + _joined++;
        return Begin(Gate(Identity($"gate-pod-{index + 1:00}", index) with { IsInAzure = false }, index, [environment], zone));
    }

    /// <summary>Puts a OneAgent on a machine that runs, and starts it.</summary>
    public void AddAgent(IFleetMachine machine, TenantEnvironment environment, NetworkZone zone)
    {
        if (!world.HasModels)
        {
            Shims.Create(Root(machine.Identity), machine.Identity.Name, controlPort, hasOneAgent: true);
        }

        lock (world.Sync)
        {
            InstallAgent(machine, environment, zone);
            machine.Units.StartNow(machine.Agent!.Unit);
        }
    }

    private void InstallAgent(IFleetMachine machine, TenantEnvironment environment, NetworkZone zone)
    {
        IOneAgentFiles files = machine.CreateOneAgentFiles(environment, CommunicationEndpoints.Of(world, environment, zone));
        machine.Install(
            new OneAgent(machine.Identity, zone, environment, files, machine.Units, world.Clock, world.Chance),
            a => CommunicationEndpoints.Of(world, a));
    }

    private IFleetMachine Begin(IFleetMachine machine)
    {
        // What the tree holds from the start is no leftover; the times of a machine that is new are those of now.
        machine.Age(world.Clock.Now);
        lock (world.Sync)
        {
            machine.PowerOn();
            world.Add(machine);
        }

        return machine;
    }
}
