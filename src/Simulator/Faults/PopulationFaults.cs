using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>Faults that change which agents and machines exist: they come, go, or return with another token.</summary>
internal sealed class PopulationFaults(WorldState world, FleetBuilder fleet)
{
    private const string UpdatedVersion = "1.301.12.20261101-090000";
    private readonly FaultValues _values = new(world);

    /// <summary>Returns what to do for a fault; null when it is of another kind.</summary>
    public Action? Prepare(Fault fault) => fault.Kind switch
    {
        FaultKind.InjectedProcess => Inject(_values.Machine(fault)),
        FaultKind.MoveByHand => Move(fault, fault.Token, static _ => { }),
        FaultKind.ReImage => Move(fault, fault.Token ?? "old", static m => (m as IFleetMachine)?.ForgetCommands()),
        FaultKind.AgentUpdate => Update(fault),
        FaultKind.MachinesJoin => Join(fault),
        FaultKind.MachinesLeave => Leave(_values.Machines(fault, static _ => true)),
        FaultKind.DeletedMachines => Delete(fault),
        FaultKind.ArcTwin => Twin(_values.Machine(fault)),
        FaultKind.InstallOneAgent => Install(fault),
        FaultKind.AgentUnlisted => Unlist(_values.Machine(fault)),
        FaultKind.AgentReinstalled => Reinstall(_values.Machine(fault)),
        FaultKind.ContainerGate => Contain(fault),
        FaultKind.StandaloneAgents => Detach(fault, "STANDALONE", inScaleSet: false),
        FaultKind.ScaleSetAgents => Detach(fault, "FULL_STACK", inScaleSet: true),
        FaultKind.KubernetesAgents => Operate(fault),
        FaultKind.Tag => Tag(fault),
        _ => null,
    };

    private static Action Inject(IMachine machine) => machine.Agent?.Loaded is not null
        ? machine.InjectProcess
        : throw new ArgumentException($"No OneAgent runs on {machine.Identity.Name}, so no process can load it.");

    /// <summary>Writes a token into the files and restarts the services, as a person or program other than the product would.</summary>
    private Action Move(Fault fault, string? which, Action<IMachine> more)
    {
        IMachine machine = _values.Machine(fault);
        string component = FaultValues.Component(fault, machine);
        IReadOnlyList<Unit> services = FaultValues.Services(fault, machine);
        Func<TenantEnvironment, string> token = FaultValues.Token(which);
        TenantEnvironment environment = fault.Environment is not null ? _values.Environment(fault)
            : component is "activegate" ? machine.Gate!.Environments[0] : machine.Agent!.Environment;
        return () =>
        {
            lock (world.Sync)
            {
                if (component is "activegate")
                {
                    machine.Gate!.Files.Write(environment.Id, token(environment));
                }
                else
                {
                    machine.Agent!.Files.Write(environment.Id, token(environment));
                }

                more(machine);
                foreach (Unit unit in services)
                {
                    machine.Units.StopNow(unit);
                }

                foreach (Unit unit in services)
                {
                    machine.Units.StartNow(unit);
                }
            }
        };
    }

    private Action Update(Fault fault)
    {
        IMachine machine = _values.Machine(fault);
        return FaultValues.Component(fault, machine) is "oneagent"
            ? Move(fault, fault.Token ?? "old", m => m.Agent!.Version = fault.Version ?? UpdatedVersion)
            : throw new ArgumentException("agent-update is for OneAgents: component oneagent.");
    }

    private Action Join(Fault fault)
    {
        (TenantEnvironment environment, int count) = (_values.Environment(fault), FaultValues.Count(fault));
        Func<TenantEnvironment, string> token = FaultValues.Token(fault.Token ?? "new");
        string component = FaultValues.OneOf("component", fault.Component ?? "oneagent", ["activegate", "oneagent", "none"]);
        NetworkZone? zone = fault.Zone is null ? null : _values.Zone(fault);
        if (fault.HostName is not null && component is not "oneagent")
        {
            throw new ArgumentException("hostName is for OneAgents: component oneagent.");
        }

        return () =>
        {
            for (int i = 0; i < count; i++)
            {
                NetworkZone joined = zone ?? world.Zones[i % world.Zones.Count];
                _ = component is "activegate" ? fleet.JoinGate(environment, joined, token(environment))
                    : component is "none" ? fleet.JoinBare()
                    : fleet.JoinAgent(environment, joined, token(environment), fault.HostName);
            }
        };
    }

    /// <summary>
    /// Removes machines. Azure forgets them at once. Dynatrace still lists their OneAgents for 72 hours, longer if asked, and their
    /// ActiveGates for two hours.
    /// </summary>
    private Action Leave(IReadOnlyList<IMachine> machines) => () =>
    {
        foreach (IMachine machine in machines)
        {
            machine.PowerOff();
            lock (world.Sync)
            {
                world.Remove(machine);
                if (machine.Agent is { } agent)
                {
                    world.Add(new SilentAgent(machine.Identity.HostName, agent.HostId, agent.Environment, agent.AgentZone)
                    {
                        LastSeen = world.Clock.Now,
                        ResourceId = machine.Identity.FoundResourceId,
                    });
                }
            }
        }
    };

    /// <summary>Makes a fleet that was larger once: VMs that are gone from Azure, and their agents at Dynatrace.</summary>
    private Action Delete(Fault fault)
    {
        (TenantEnvironment environment, NetworkZone zone, int count) = (
            _values.Environment(fault),
            _values.Zone(fault),
            FaultValues.Count(fault));
        TimeSpan away = FaultValues.Away(fault, usual: 240);
        MachineIdentity near = world.Azure.All[0].Identity;
        return () =>
        {
            lock (world.Sync)
            {
                int before = world.Silent.Count;
                for (int i = 0; i < count; i++)
                {
                    string name = $"scaled-{before + i + 1:000}";
                    MachineIdentity was = new(name, IsArc: false, near.SubscriptionId, near.ResourceGroup, near.Location, Guid.Empty);
                    world.Add(new SilentAgent(name, world.Chance.Text("host-id/" + name, 16, Chance.LowerHex), environment, zone)
                    {
                        LastSeen = world.Clock.Now - world.Clock.Scaled(away),
                        State = "SHUTDOWN",
                        DetailedState = "SHUTDOWN_GRACEFUL",
                        ResourceId = was.ResourceId,
                    });
                }
            }
        };
    }

    private Action Twin(IMachine machine) => world.Azure.All.Any(m => m is ArcTwin twin && twin.Machine == machine)
        ? throw new ArgumentException($"{machine.Identity.Name} is a VM and an Arc machine already.")
        : () => world.Azure.Add(new ArcTwin(machine));

    private Action Install(Fault fault)
    {
        IMachine machine = _values.Machine(fault);
        (TenantEnvironment environment, NetworkZone zone) = (_values.Environment(fault), fault.Zone is null
            ? machine.Gate?.Zone ?? world.Zones[^1]
            : _values.Zone(fault));
        return machine is IFleetMachine { Agent: null } free
            ? () => fleet.AddAgent(free, environment, zone)
            : throw new ArgumentException($"There is a OneAgent on {machine.Identity.Name} already.");
    }

    /// <summary>Stops the agent's service, so long ago that Dynatrace no longer lists the host.</summary>
    private Action Unlist(IMachine machine)
    {
        OneAgent agent = machine.Agent ?? throw new ArgumentException($"There is no OneAgent on {machine.Identity.Name}.");
        return () =>
        {
            lock (world.Sync)
            {
                machine.Units.StopNow(agent.Unit);
                agent.IsUnlisted = true;
            }
        };
    }

    /// <summary>Gives the host a new id, while Dynatrace still lists it under the old one.</summary>
    private Action Reinstall(IMachine machine)
    {
        OneAgent agent = machine.Agent ?? throw new ArgumentException($"There is no OneAgent on {machine.Identity.Name}.");
        string former = world.Chance.Text("former-host-id/" + machine.Identity.Name, 16, Chance.LowerHex);
        return () => world.Add(new SilentAgent(machine.Identity.HostName, former, agent.Environment, agent.AgentZone)
        {
            LastSeen = world.Clock.Now, State = "UNMONITORED", DetailedState = "UNMONITORED_ID_CHANGED", Address = machine.Identity.Address,
        });
    }

    /// <summary>
    /// Adds an ActiveGate in a container. By default it is in a zone of its own: agents of other zones use it only when all their own
    /// ActiveGates are away.
    /// </summary>
    private Action Contain(Fault fault)
    {
        TenantEnvironment environment = _values.Environment(fault);
        NetworkZone zone = fault.Zone is null ? new NetworkZone("zone-containers", "containers", IsIsolated: false) : _values.Zone(fault);
        return () => fleet.JoinContainer(environment, zone);
    }

    private Action Detach(Fault fault, string monitoringType, bool inScaleSet)
    {
        (TenantEnvironment environment, NetworkZone zone, int count) = (
            _values.Environment(fault),
            _values.Zone(fault),
            FaultValues.Count(fault));
        return () =>
        {
            lock (world.Sync)
            {
                MachineIdentity near = world.Azure.All[0].Identity;
                ScaleSet? set = inScaleSet
                    ? new ScaleSet(
                        $"web{world.Azure.ScaleSets.All.Count + 1:00}_",
                        near.SubscriptionId,
                        near.ResourceGroup,
                        near.Location,
                        count)
                    : null;
                int first = world.Detached.Count;
                for (int i = 0; i < count; i++)
                {
                    string name = set?.HostName(i) ?? $"app-{first + i + 1:00}";
                    world.Add(new DetachedAgent(name, environment, zone, monitoringType, world.Clock, world.Chance)
                    {
                        ScaleSet = set,
                        Instance = i,
                    });
                }

                if (set is not null)
                {
                    world.Azure.ScaleSets.Add(set);
                }
            }
        };
    }

    private Action Operate(Fault fault)
    {
        (TenantEnvironment environment, NetworkZone zone, int count) = (
            _values.Environment(fault),
            _values.Zone(fault),
            FaultValues.Count(fault));
        return () =>
        {
            lock (world.Sync)
            {
                for (int i = 0; i < count; i++)
                {
                    world.Add(new KubernetesAgent($"node-{world.Operated.Count + 1:00}", environment, zone, world.Clock, world.Chance));
                }
            }
        };
    }

    private Action Tag(Fault fault)
    {
        IReadOnlyList<IMachine> machines = _values.Machines(fault, static _ => true);
        return fault.Tag?.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? () =>
            {
                foreach (IMachine machine in machines)
                {
                    world.Azure.Tag(machine, name, value);
                }
            }
            : throw new ArgumentException($"The tag '{fault.Tag}' must be name=value.");
    }
}
