using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>Makes a fault happen, or arms it for its moment. A value that makes no sense is refused with the ones that do.</summary>
internal sealed class FaultPlanter(WorldState world)
{
    private const string AnyCall = "any";
    private static readonly string[] s_components = ["activegate", "oneagent"];
    private static readonly string[] s_moments = ["before", "after"];
    private static readonly string[] s_tokens = ["new", "old"];

    /// <exception cref="ArgumentException">A value is missing or unknown; the message names what is allowed.</exception>
    public void Plant(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.LoseAnswer or FaultKind.RefuseBefore:
                Arm(fault, OneOf("call", fault.Call, CallName.All));
                break;
            case FaultKind.Hold:
                OneOf("when", fault.When ?? "before", s_moments);
                Arm(fault with { When = fault.When ?? "before" }, fault.Call is null ? AnyCall : OneOf("call", fault.Call, CallName.All));
                break;
            case FaultKind.ForeignStart:
                Arm(fault, Environment(fault).Id);
                break;
            case FaultKind.ForeignFinish:
                Change(Environment(fault), static (e, _) => e.TryFinish());
                break;
            case FaultKind.ForeignCancel:
                Change(Environment(fault), static (e, now) => e.TryCancel(now));
                break;
            case FaultKind.MachineOff:
                Machine(fault).PowerOff();
                break;
            case FaultKind.MachineOn:
                Machine(fault).PowerOn();
                break;
            case FaultKind.StopServices:
                Services(fault, static (board, unit) => board.StopNow(unit));
                break;
            case FaultKind.StartServices:
                Services(fault, static (board, unit) => board.StartNow(unit));
                break;
            case FaultKind.ServiceStartFails:
                Arm(fault, $"{Machine(fault).Identity.Name}/{OneOf("service", fault.Service, [.. Machine(fault).Units.All.Select(static u => u.Name)])}");
                break;
            case FaultKind.ScriptKilledAfterStop or FaultKind.StuckCreating:
                Arm(fault, Machine(fault).Identity.Name);
                break;
            case FaultKind.LateDelivery:
                Arm(fault with { DelaySeconds = fault.DelaySeconds ?? 60 }, Machine(fault).Identity.Name);
                break;
            case FaultKind.Throttle:
                Arm(fault, OneOf("subscription", fault.Subscription, world.Azure.Subscriptions));
                break;
            case FaultKind.InjectedProcess:
                Inject(Machine(fault));
                break;
            case FaultKind.MoveByHand:
                Move(fault);
                break;
            case FaultKind.DynatraceError:
                world.PlantedErrors.Plant(fault.Path is { Length: > 0 } && fault.Status is >= 400 and <= 599 ? fault
                    : throw new ArgumentException("dynatrace-error needs a path (a part of it is enough) and a status from 400 to 599."));
                break;
            case FaultKind.ConnectionInfoLag:
                Change(Environment(fault), (e, _) => e.ConnectionInfoLag = world.Clock.Scaled(TimeSpan.FromSeconds(fault.DelaySeconds ?? 60)));
                break;
            case FaultKind.GatewayConnectionInfoOld:
                Change(Environment(fault), static (e, _) => e.GatewayKeepsOld = true);
                break;
            case FaultKind.WebhookError:
                Arm(
                    fault with { Status = fault.Status ?? 429 } is { Status: >= 400 and <= 599 } error ? error : throw new ArgumentException("webhook-error needs a status from 400 to 599; 429 when left out."),
                    CallName.TeamsWebhook);
                break;
            case FaultKind.KubernetesAgents:
                AddOperated(fault);
                break;
            default:
                OneOf("kind", fault.Kind, FaultKind.All);
                break;
        }
    }

    private void Arm(Fault fault, string key)
    {
        if (fault is { Nth: < 1 } or { Times: < 1 })
        {
            throw new ArgumentException($"nth and times must be 1 or more, not {fault.Nth ?? fault.Times}.");
        }

        world.Faults.Arm(fault.Kind, key, fault.Nth ?? 1, fault.Times ?? 1, fault);
    }

    private void Change(TenantEnvironment environment, Action<TenantEnvironment, DateTimeOffset> change)
    {
        lock (world.Sync)
        {
            change(environment, world.Clock.Now);
        }

        world.Pulse.Beat();
    }

    private void Services(Fault fault, Action<UnitBoard, Unit> change)
    {
        IMachine machine = Machine(fault);
        lock (world.Sync)
        {
            foreach (Unit unit in Component(fault, machine) is "activegate" ? machine.Gate!.Services : [machine.Agent!.Unit])
            {
                change(machine.Units, unit);
            }
        }
    }

    /// <summary>Somebody edits the files and restarts the services, outside the product.</summary>
    private void Move(Fault fault)
    {
        IMachine machine = Machine(fault);
        string component = Component(fault, machine);
        OneOf("token", fault.Token, s_tokens);
        lock (world.Sync)
        {
            TenantEnvironment environment = fault.Environment is null
                ? machine.Gate?.Environments[0] ?? machine.Agent!.Environment
                : Environment(fault);
            string token = fault.Token is "new" ? environment.Active : environment.Previous ?? environment.Retired ?? environment.Active;
            if (component is "activegate")
            {
                machine.Gate!.Files.Write(environment.Id, token);
            }
            else
            {
                machine.Agent!.Files.Write(environment.Id, token);
            }

            Services(fault, static (board, unit) => board.StopNow(unit));
            Services(fault, static (board, unit) => board.StartNow(unit));
        }
    }

    private static void Inject(IMachine machine)
    {
        if (machine.Agent?.Loaded is null)
        {
            throw new ArgumentException($"No OneAgent runs on {machine.Identity.Name}, so no process can load it.");
        }

        machine.InjectProcess();
    }

    private void AddOperated(Fault fault)
    {
        string name = OneOf("zone", fault.Zone ?? world.Zones[^1].Name, [.. world.Zones.Select(static z => z.Name)]);
        NetworkZone zone = world.Zones.First(z => z.Name == name);
        lock (world.Sync)
        {
            for (int i = 0; i < (fault.Count ?? 1); i++)
            {
                world.Add(new KubernetesAgent($"node-{world.Operated.Count + 1:00}", world.Environments[FleetBuilder.MainEnvironment], zone, world.Clock, world.Chance));
            }
        }
    }

    private static string Component(Fault fault, IMachine machine) => OneOf("component", fault.Component, s_components) switch
    {
        "activegate" when machine.Gate is null => throw new ArgumentException($"There is no ActiveGate on {machine.Identity.Name}."),
        "oneagent" when machine.Agent is null => throw new ArgumentException($"There is no OneAgent on {machine.Identity.Name}."),
        { } component => component,
    };

    private IMachine Machine(Fault fault)
        => world.Machine(fault.Machine) ?? throw Unknown("machine", fault.Machine, world.Machines.Select(static m => m.Identity.Name));

    private TenantEnvironment Environment(Fault fault)
        => world.Environments.GetValueOrDefault(fault.Environment ?? FleetBuilder.MainEnvironment) ?? throw Unknown("environment", fault.Environment, world.Environments.Keys);

    private static string OneOf(string what, string? value, IReadOnlyList<string> allowed)
        => allowed.FirstOrDefault(a => a.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(what, value, allowed);

    private static ArgumentException Unknown(string what, string? value, IEnumerable<string> allowed)
        => new($"The {what} '{value}' is not known; allowed are: {string.Join(", ", allowed)}.");
}
