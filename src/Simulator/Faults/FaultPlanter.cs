using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>
/// Makes a fault happen, or prepares it for its call. An invalid value is refused with a message that lists the valid ones.
/// </summary>
internal sealed class FaultPlanter(WorldState world, FleetBuilder fleet)
{
    private static readonly string[] _moments = ["before", "after"];
    private static readonly string[] _states = ["TimedOut", "Canceled"];
    private readonly FaultValues _values = new(world);
    private readonly PopulationFaults _population = new(world, fleet);
    private readonly ConditionFaults _conditions = new(world);

    /// <exception cref="ArgumentException">A value is missing or unknown; the message names what is allowed.</exception>
    public void Plant(Fault fault)
    {
        if (fault is { Nth: < 1 } or { Times: < 1 })
        {
            throw new ArgumentException($"nth and times must be 1 or more, not {(fault.Nth is < 1 ? fault.Nth : fault.Times)}.");
        }

        if (fault is { AfterSeconds: <= 0 or double.NaN } or { DurationSeconds: <= 0 or double.NaN })
        {
            throw new ArgumentException(
                $"afterSeconds and durationSeconds must be more than 0, not {fault.AfterSeconds ?? fault.DurationSeconds}.");
        }

        FaultValues.OneOf("kind", fault.Kind, FaultKind.All);
        Action happen = OfCalls(fault) ?? OfMachines(fault) ?? _conditions.Prepare(fault) ?? _population.Prepare(fault)
            ?? throw new InvalidOperationException($"Nobody knows how to plant {fault.Kind}.");
        if (fault.AfterSeconds is { } seconds)
        {
            world.Later(TimeSpan.FromSeconds(seconds), happen);
        }
        else
        {
            happen();
        }
    }

    private Action? OfCalls(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.LoseAnswer or FaultKind.RefuseBefore:
                return Arm(fault, FaultValues.OneOf("call", fault.Call, CallName.All));
            case FaultKind.Hold:
                string moment = FaultValues.OneOf("when", fault.When ?? "before", _moments);
                return Arm(
                    fault with { When = moment },
                    fault.Call is null ? CallName.Any : FaultValues.OneOf("call", fault.Call, CallName.All));
            case FaultKind.ForeignStart when fault.When is "now":
                return Change(fault, static (e, now) => e.TryStart(now));
            case FaultKind.ForeignStart:
                return Arm(fault, _values.Environment(fault).Id);
            case FaultKind.ForeignFinish:
                return Change(fault, static (e, _) => e.TryFinish());
            case FaultKind.ForeignCancel:
                return Change(fault, static (e, now) => e.TryCancel(now));
            case FaultKind.DynatraceError:
                return fault.Path is { Length: > 0 } && fault.Status is >= 400 and <= 599
                    ? () => world.PlantedErrors.Plant(fault)
                    : throw new ArgumentException("dynatrace-error needs a path (a part of it is enough) and a status from 400 to 599.");
            case FaultKind.ConnectionInfoLag:
                return Change(fault, (e, _) => e.ConnectionInfoLag = world.Clock.Scaled(TimeSpan.FromSeconds(fault.DelaySeconds ?? 60)));
            case FaultKind.GatewayConnectionInfoOld:
                return Change(fault, static (e, _) => e.GatewayKeepsOld = true);
            case FaultKind.EmptyPages:
                return Change(fault, static (e, _) => e.HasEmptyPages = true);
            case FaultKind.WebhookError:
                Fault error = fault with { Status = fault.Status ?? 429 };
                return error.Status is >= 400 and <= 599
                    ? Arm(error, CallName.TeamsWebhook)
                    : throw new ArgumentException("webhook-error needs a status from 400 to 599; 429 when left out.");
            default:
                return null;
        }
    }

    private Action? OfMachines(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.MachineOff:
                return TurnOff(fault, _values.Machines(fault, static m => m.IsOn));
            case FaultKind.MachineOn:
                return Each(_values.Machines(fault, static m => !m.IsOn), static m => m.PowerOn());
            case FaultKind.StopServices:
                return Services(fault, static unit => unit.IsActive, static (board, unit) => board.StopNow(unit));
            case FaultKind.StartServices:
                return Services(fault, static unit => !unit.IsActive, static (board, unit) => board.StartNow(unit));
            case FaultKind.ServiceStartFails:
                return Arm(fault, $"{_values.Machine(fault).Identity.Name}/{Service(fault).Name}");
            case FaultKind.ServiceMasked:
                return OfService(fault, static (_, unit) => unit.IsMasked = true);
            case FaultKind.ServiceLoops:
                return OfService(fault, static (board, unit) => board.Loop(unit));
            case FaultKind.ServiceRepaired:
                return OfService(fault, static (board, unit) => board.Repair(unit));
            case FaultKind.ScriptKilledAfterStop or FaultKind.StuckCreating:
                return ArmEach(fault);
            case FaultKind.ExecutionState:
                return ArmEach(fault with { State = FaultValues.OneOf("state", fault.State, _states) });
            case FaultKind.StuckDeleting or FaultKind.DeletionsResume:
                return Each(
                    _values.Machines(fault, static _ => true),
                    m => world.Commands.StickDeletions(m, fault.Kind is FaultKind.StuckDeleting));
            case FaultKind.LateDelivery:
                return ArmEach(fault with { DelaySeconds = fault.DelaySeconds ?? 60 });
            default:
                return null;
        }
    }

    private Unit Service(Fault fault)
    {
        UnitBoard board = _values.Machine(fault).Units;
        return board.Find(FaultValues.OneOf("service", fault.Service, [.. board.All.Select(static u => u.Name)]))!;
    }

    private Action OfService(Fault fault, Action<UnitBoard, Unit> change)
    {
        (UnitBoard board, Unit unit) = (_values.Machine(fault).Units, Service(fault));
        return () =>
        {
            lock (world.Sync)
            {
                change(board, unit);
            }
        };
    }

    private Action Arm(Fault fault, string key) => () => world.Faults.Arm(fault.Kind, key, fault.Nth ?? 1, fault.Times ?? 1, fault);

    private Action ArmEach(Fault fault) => Each(_values.Machines(fault, static _ => true), m => Arm(fault, m.Identity.Name)());

    private static Action Each(IReadOnlyList<IMachine> machines, Action<IMachine> act) => () =>
    {
        foreach (IMachine machine in machines)
        {
            act(machine);
        }
    };

    private Action TurnOff(Fault fault, IReadOnlyList<IMachine> machines)
    {
        TimeSpan? away = fault.Hours is null ? null : FaultValues.Away(fault, usual: 0);
        return () =>
        {
            Each(machines, machine => TurnOff(machine, away))();
            if (fault.DurationSeconds is { } seconds)
            {
                world.Later(TimeSpan.FromSeconds(seconds), Each(machines, static m => m.PowerOn()));
            }
        };
    }

    private void TurnOff(IMachine machine, TimeSpan? away)
    {
        machine.PowerOff();
        if (away is { } already)
        {
            lock (world.Sync)
            {
                DateTimeOffset since = world.Clock.Now - world.Clock.Scaled(already);
                machine.Agent?.Link.SilentSince(since);
                machine.Gate?.Unit.StoppedAt = since;
            }
        }
    }

    private Action Change(Fault fault, Action<TenantEnvironment, DateTimeOffset> change)
    {
        TenantEnvironment environment = _values.Environment(fault);
        return () =>
        {
            lock (world.Sync)
            {
                change(environment, world.Clock.Now);
            }

            world.Pulse.Beat();
        };
    }

    private Action Services(Fault fault, Func<Unit, bool> fits, Action<UnitBoard, Unit> change)
    {
        List<(IMachine Machine, IReadOnlyList<Unit> Units)> all =
        [
            .. _values.Machines(fault, m => m.IsOn && fits(FaultValues.Services(fault, m)[0]))
                .Select(m => (m, FaultValues.Services(fault, m))),
        ];
        return () =>
        {
            lock (world.Sync)
            {
                foreach ((IMachine machine, IReadOnlyList<Unit> units) in all)
                {
                    foreach (Unit unit in units)
                    {
                        change(machine.Units, unit);
                    }
                }
            }
        };
    }
}
