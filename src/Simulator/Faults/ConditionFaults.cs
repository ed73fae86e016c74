using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>Faults that change the condition of something, which then lasts.</summary>
internal sealed class ConditionFaults(WorldState world)
{
    private static readonly string[] _blocks = ["blocklist", "allowlist", "monitor", "disabled"];
    private static readonly string[] _silences = ["empty", "null"];
    private static readonly Dictionary<string, MachineLock> _locks = new(StringComparer.Ordinal)
    {
        ["can-not-delete"] = MachineLock.CanNotDelete, ["read-only"] = MachineLock.ReadOnly, ["no-extensions"] = MachineLock.NoExtensions,
    };

    private readonly FaultValues _values = new(world);

    /// <summary>Returns what to do for a fault; null when it is of another kind.</summary>
    public Action? Prepare(Fault fault) => fault.Kind switch
    {
        FaultKind.ApplyFails => FailApplies(fault),
        FaultKind.Throttle => Throttle(fault),
        FaultKind.ClockSkew => Skew(fault),
        FaultKind.MetricUnavailable => Metric(
            fault,
            (fault.Status ?? 404) is 400 or 403 or 404
                ? fault.Status ?? 404
                : throw FaultValues.Unknown("status", $"{fault.Status}", ["400", "403", "404"])),
        FaultKind.MetricAvailable => Metric(fault, null),
        FaultKind.MetricSilent => Silence(fault),
        FaultKind.Lock => Lock(fault, _locks[FaultValues.OneOf("block", fault.Block ?? "can-not-delete", [.. _locks.Keys])]),
        FaultKind.Unlock => Lock(fault, null),
        FaultKind.RejectedMessages => Reject(fault),
        FaultKind.GateRejectsOld => RejectOld(fault),
        FaultKind.GateOffline => StayAway(fault),
        FaultKind.GateNewId => RegisterAnew(fault),
        FaultKind.ArcAgent => ChangeArcAgent(fault),
        FaultKind.ArcDisconnected or FaultKind.ArcConnected => ConnectArcAgent(fault),
        FaultKind.PowerStateMissing => Hide(fault, HiddenProperty.PowerState, isArc: false),
        FaultKind.OsTypeMissing => Hide(fault, HiddenProperty.OsType, isArc: true),
        FaultKind.OsNameMissing => Hide(fault, HiddenProperty.OsName, isArc: true),
        FaultKind.HoldOperators => Hold(fault, held: true),
        FaultKind.ReleaseOperators => Hold(fault, held: false),
        _ => null,
    };

    /// <summary>
    /// Makes applies fail: their services do not come up. The script tries an ActiveGate once and a OneAgent three times (oneagentctl,
    /// start, restart), then once more after it has undone the change.
    /// </summary>
    private Action FailApplies(Fault fault)
    {
        if ((fault.ExitCode ?? 40) is not (40 or 50))
        {
            throw FaultValues.Unknown("exitCode", $"{fault.ExitCode}", ["40", "50"]);
        }

        List<(string Key, int Starts)> all =
        [
            .. _values.Machines(fault, static m => m.IsOn && (m.Gate is not null || m.Agent is not null)).Select(machine =>
            {
                Unit main = FaultValues.Services(fault, machine)[0];
                return ($"{machine.Identity.Name}/{main.Name}", (main == machine.Gate?.Unit ? 1 : 3) + (fault.ExitCode is 50 ? 1 : 0));
            }),
        ];
        return () =>
        {
            foreach ((string key, int starts) in all)
            {
                // A failure that was undone has started the service once more; the starts of the next apply are counted from there.
                for (int apply = 0; apply < (fault.Times ?? 1); apply++)
                {
                    world.Faults.Arm(FaultKind.ServiceStartFails, key, (apply * (starts + 1)) + 1, starts, fault);
                }
            }
        };
    }

    private Action Hold(Fault fault, bool held)
    {
        TenantEnvironment environment = _values.Environment(fault);
        return () =>
        {
            lock (world.Sync)
            {
                environment.HasOperatorsHeld = held;
                foreach (KubernetesAgent agent in world.Operated.Where(agent => !held && agent.Environment == environment))
                {
                    agent.Reload();
                }
            }
        };
    }

    private Action Throttle(Fault fault)
    {
        string subscription = _values.Subscription(fault);
        return fault.DurationSeconds is { } seconds
            ? () => world.Azure.Throttle(
                subscription,
                world.Clock.Now + world.Clock.Scaled(TimeSpan.FromSeconds(seconds)),
                TimeSpan.FromSeconds(fault.RetryAfterSeconds ?? 15))
            : () => world.Faults.Arm(fault.Kind, subscription, fault.Nth ?? 1, fault.Times ?? 1, fault);
    }

    private Action Skew(Fault fault)
    {
        if (fault.SkewSeconds is not { } seconds || double.IsNaN(seconds) || Math.Abs(seconds) > 366 * 86_400)
        {
            throw new ArgumentException("clock-skew needs skewSeconds, at most a year: 7200 is two hours fast, -7200 two hours slow.");
        }

        List<IMachine> machines = [.. _values.Machines(fault, static m => m is IHasClock)];
        if (machines.Find(static m => m is not IHasClock) is { } real)
        {
            throw new ArgumentException($"The scripts on {real.Identity.Name} read the real clock; clock-skew needs a world of models.");
        }

        return () => machines.ForEach(machine =>
        {
            if (fault.Nth is { } nth)
            {
                world.Faults.Arm(FaultKind.ClockSkew, machine.Identity.Name, nth, 1, fault);
            }
            else
            {
                ((IHasClock)machine).Skew = TimeSpan.FromSeconds(seconds);
            }
        });
    }

    private Action Metric(Fault fault, int? status)
    {
        TenantEnvironment environment = _values.Environment(fault);
        return () => (environment.MetricStatus, environment.MetricSilence) = (status, null);
    }

    private Action Silence(Fault fault)
    {
        TenantEnvironment environment = _values.Environment(fault);
        string silence = FaultValues.OneOf("block", fault.Block ?? "empty", _silences);
        return () => environment.MetricSilence = silence;
    }

    private Action Lock(Fault fault, MachineLock? held)
    {
        IReadOnlyList<IMachine> machines = _values.Machines(fault, static _ => true);
        return () =>
        {
            foreach (IMachine machine in machines)
            {
                world.Azure.Lock(machine, held);
            }
        };
    }

    private Action Reject(Fault fault)
    {
        (TenantEnvironment environment, ActiveGate gate, int count) = (
            _values.Environment(fault),
            _values.Gate(fault),
            FaultValues.Count(fault));
        return () =>
        {
            lock (world.Sync)
            {
                world.Meter.Reject(environment.Id, gate.Id, world.Clock.Now, count);
            }
        };
    }

    private Action RejectOld(Fault fault)
    {
        IReadOnlyList<ActiveGate> gates = fault.Machine is null ? world.Gates : [_values.Gate(fault)];
        return () =>
        {
            foreach (ActiveGate gate in gates)
            {
                gate.RejectsOld = true;
            }
        };
    }

    private Action StayAway(Fault fault)
    {
        ActiveGate gate = _values.Gate(fault);
        IMachine machine = _values.Machine(fault);
        TimeSpan away = FaultValues.Away(fault, usual: 3);
        return () =>
        {
            lock (world.Sync)
            {
                foreach (Unit unit in gate.Services)
                {
                    machine.Units.StopNow(unit);
                }

                gate.Unit.StoppedAt = world.Clock.Now - world.Clock.Scaled(away);
            }
        };
    }

    private Action RegisterAnew(Fault fault)
    {
        ActiveGate gate = _values.Gate(fault);
        bool isNow = fault.When is not null && FaultValues.OneOf("when", fault.When, ["now"]) is "now";
        return () =>
        {
            lock (world.Sync)
            {
                if (isNow)
                {
                    gate.RegisterAnew();
                }
                else
                {
                    gate.RegistersAnew = true;
                }
            }
        };
    }

    private Action Hide(Fault fault, HiddenProperty property, bool isArc)
    {
        IReadOnlyList<IMachine> machines = _values.Machines(fault, machine => machine.Identity.IsArc == isArc);
        return machines.FirstOrDefault(machine => machine.Identity.IsArc != isArc) is { } other
            ? throw new ArgumentException($"{fault.Kind} is for {(isArc ? "Arc machines" : "VMs")}, and {other.Identity.Name} is none.")
            : () =>
            {
                foreach (IMachine machine in machines)
                {
                    world.Azure.Hide(machine, property);
                }
            };
    }

    private Action ChangeArcAgent(Fault fault)
    {
        string? block = fault.Block is null ? null : FaultValues.OneOf("block", fault.Block, _blocks);
        string version = fault.Version is null ? ArcAgent.Newest.Version
            : System.Version.TryParse(fault.Version, out _) ? fault.Version
            : throw new ArgumentException($"The version '{fault.Version}' is none, as 1.32 is.");
        IMachine machine = ArcMachine(fault);
        return () => world.Azure.Change(machine, ArcAgent.Blocked(version, block));
    }

    private Action ConnectArcAgent(Fault fault)
    {
        IMachine machine = ArcMachine(fault);
        return fault.Kind is FaultKind.ArcConnected ? () => world.Azure.Connect(machine) : () => world.Azure.Disconnect(machine);
    }

    private IMachine ArcMachine(Fault fault)
    {
        IMachine machine = _values.Machine(fault);
        return machine.Identity.IsArc
            ? machine
            : throw new ArgumentException(
                $"{machine.Identity.Name} is a VM; an Arc agent runs only on:"
                    + $" {string.Join(", ", world.Machines.Where(static m => m.Identity.IsArc).Select(static m => m.Identity.Name))}.");
    }
}
