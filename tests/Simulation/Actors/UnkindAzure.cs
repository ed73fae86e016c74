using TenantTokens.Simulation.Runs;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// Azure as it may be, too: locks, deletions that are accepted and not done, commands that end as TimedOut or Canceled, properties that are
/// missing, agents that are not connected, refusals that no repetition changes.
/// </summary>
internal static class UnkindAzure
{
    private const string Actor = "Azure";

    private static readonly string[] _blocks = ["blocklist", "allowlist", "monitor", "disabled"];
    private static readonly string[] _refusals = ["lock", "lock", "no extensions", "no room"];

    public static (string Moment, TimeSpan Delay, Deed Deed) Draw(Random random)
    {
        (string moment, TimeSpan delay) = random.Next(3) == 0 ? (Moments.Beginning, TimeSpan.Zero) : AnyMoment.Draw(random);
        (double which, bool isActiveGate) = (random.NextDouble(), random.Next(4) == 0);
        TimeSpan span = random.Between(TimeSpan.FromMinutes(5), random.Of(TimeSpan.FromHours(1), TimeSpan.FromHours(10)));
        (int nth, string state, int late) = (random.Next(1, 4), random.Of<string>("TimedOut", "Canceled"), random.Next(15 * 60, 70 * 60));
        (string refusal, string block, bool isForEver) = (random.Of<string>(_refusals), random.Of<string>(_blocks), random.Next(6) == 0);
        Deed deed = random.Next(100) switch
        {
            < 20 => While("lets nothing be deleted", span, which, isActiveGate,
                static (run, machine) => run.World.State.Azure.Lock(machine, MachineLock.CanNotDelete), Unlock),
            < 34 => While($"refuses every command ({refusal})", span, which, isActiveGate, (run, machine) => Refuse(run, machine, refusal),
                Allow),
            < 56 => isForEver
                ? Once("accepts deletions and does none, for ever", which, isActiveGate,
                    static machine => new Fault(FaultKind.StuckDeleting) { Machine = machine })
                : While("accepts deletions and does none", span, which, isActiveGate,
                    static (run, machine) => Plant(run, machine, FaultKind.StuckDeleting),
                    static (run, machine) => Plant(run, machine, FaultKind.DeletionsResume)),
            < 70 => Once($"tells of a command that it was {state}", which, isActiveGate,
                machine => new Fault(FaultKind.ExecutionState) { Machine = machine, Nth = nth, State = state }),
            < 78 => Once($"leaves a command Pending for {Durations.Tell(TimeSpan.FromSeconds(late))}", which, isActiveGate,
                machine => new Fault(FaultKind.LateDelivery) { Machine = machine, Nth = nth, DelaySeconds = late }),
            < 84 => Once("does not report whether it runs", which, isActiveGate,
                static machine => new Fault(FaultKind.PowerStateMissing) { Machine = machine }, static machine => !machine.Identity.IsArc),
            < 89 => Once("does not say which system it runs", which, isActiveGate,
                static machine => new Fault(FaultKind.OsTypeMissing) { Machine = machine }, static machine => machine.Identity.IsArc),
            < 91 => Nameless(which, isActiveGate),
            < 97 => While("is not connected", span, which, isActiveGate,
                static (run, machine) => Plant(run, machine, FaultKind.ArcDisconnected),
                static (run, machine) => Plant(run, machine, FaultKind.ArcConnected), static machine => machine.Identity.IsArc),
            _ => Once($"lets no run command in any more ({block})", which, isActiveGate,
                machine => new Fault(FaultKind.ArcAgent) { Machine = machine, Block = block }, static machine => machine.Identity.IsArc),
        };
        return (moment, delay, deed);
    }

    private static Deed Nameless(double which, bool isActiveGate)
        => Deed.Of(Actor, $"{Whose(isActiveGate)} Arc machine has neither osType nor osName", run =>
        {
            if (DrawnMachine.Told(run, which, isActiveGate, static machine => machine.Identity.IsArc) is { } machine)
            {
                Plant(run, machine, FaultKind.OsTypeMissing);
                Plant(run, machine, FaultKind.OsNameMissing);
            }
        });

    /// <summary>Refusals that come again for every repetition, until somebody changes what they are about.</summary>
    private static void Refuse(SeedRun run, IMachine machine, string why)
    {
        if (why is "no room")
        {
            for (int number = run.World.State.Commands.Of(machine).Count; number < RunCommandBook.MaxPerVirtualMachine; number++)
            {
                run.World.State.Commands.Put(
                    machine,
                    Foreign(number),
                    new RunCommandRequest(
                        machine.Identity.Location,
                        null,
                        "echo",
                        [],
                        [],
                        TimeSpan.FromMinutes(5),
                        true,
                        false,
                        Foreign(number)));
            }
        }
        else
        {
            run.World.State.Azure.Lock(machine, why is "lock" ? MachineLock.ReadOnly : MachineLock.NoExtensions);
        }
    }

    private static void Allow(SeedRun run, IMachine machine)
    {
        Unlock(run, machine);
        for (int number = 0; number < RunCommandBook.MaxPerVirtualMachine; number++)
        {
            run.World.State.Commands.Delete(machine, Foreign(number));
        }
    }

    private static string Foreign(int number) => $"inventory-{number}";

    private static void Unlock(SeedRun run, IMachine machine) => run.World.State.Azure.Lock(machine, null);

    private static void Plant(SeedRun run, IMachine machine, string kind)
        => run.World.Plant(new Fault(kind) { Machine = machine.Identity.Name });

    private static Deed Once(string does, double which, bool isActiveGate, Func<string, Fault> fault, Func<IMachine, bool>? fits = null)
        => Deed.Of(Actor, $"Azure: {Whose(isActiveGate)} machine {does}", run =>
        {
            if (DrawnMachine.Told(run, which, isActiveGate, fits ?? (static _ => true)) is { } machine)
            {
                run.World.Plant(fault(machine.Identity.Name));
            }
        });

    private static Deed While(
        string does,
        TimeSpan span,
        double which,
        bool isActiveGate,
        Action<SeedRun, IMachine> begin,
        Action<SeedRun, IMachine> end,
        Func<IMachine, bool>? fits = null) => new(
        Actor,
        $"Azure: {Whose(isActiveGate)} machine {does} for {Durations.Tell(span)}",
        async run =>
        {
            if (DrawnMachine.Told(run, which, isActiveGate, fits ?? (static _ => true)) is { } machine)
            {
                begin(run, machine);
                await run.WaitAsync(span);
                end(run, machine);
            }
        });

    private static string Whose(bool isActiveGate) => isActiveGate ? "an ActiveGate's" : "a OneAgent's";
}
