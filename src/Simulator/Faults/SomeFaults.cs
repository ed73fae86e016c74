using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>
/// A bit of everything that a rotation must survive, decided by the seed. Nothing of it stays: machines come back, what failed works the next
/// time. So the named rest of the rotation is what it is without faults. In four worlds of ten other people act at Dynatrace, too, and in one of 25 a machine is
/// locked against writing: there a rotation may be held for a human.
/// </summary>
internal static class SomeFaults
{
    public static void Plant(WorldState world, FaultPlanter planter)
    {
        Queue<IMachine> agents = new(world.Machines
            .Where(static m => m is { IsOn: true, Agent: not null })
            .OrderBy(m => world.Chance.Unit($"some-faults/{m.Identity.Name}")));
        int tenth = Math.Max(1, agents.Count / 10);

        // Off when the plan is made, back while both tokens are valid.
        foreach (IMachine machine in Take(tenth))
        {
            Plant(new Fault(FaultKind.MachineOff) { Machine = machine.Identity.Name, DurationSeconds = Seconds($"off/{machine.Identity.Name}", 5 * 60, 20 * 60) });
        }

        foreach (IMachine machine in Take(tenth))
        {
            Plant(new Fault(FaultKind.ApplyFails) { Machine = machine.Identity.Name, ExitCode = 40 });
        }

        // The first command on a machine is its probe, the second its apply.
        foreach (IMachine machine in Take(1))
        {
            Plant(new Fault(FaultKind.StuckCreating) { Machine = machine.Identity.Name, Nth = 2 });
        }

        foreach (IMachine machine in Take(1))
        {
            Plant(new Fault(FaultKind.LateDelivery) { Machine = machine.Identity.Name, Nth = 2, DelaySeconds = Seconds("late", 30, 90) });
        }

        // What is not deleted for a while is named, and gone in the end.
        foreach (IMachine machine in Take(1))
        {
            Plant(new Fault(FaultKind.StuckDeleting) { Machine = machine.Identity.Name });
            Plant(new Fault(FaultKind.DeletionsResume) { Machine = machine.Identity.Name, AfterSeconds = Seconds("deletions", 10 * 60, 40 * 60) });
        }

        Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.PutRunCommand, Nth = 2 + (int)Seconds("lost", 0, 8) });
        Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.Start });
        Plant(new Fault(FaultKind.EmptyPages));
        Plant(new Fault(FaultKind.Throttle)
        {
            Subscription = world.Chance.Pick("some-faults/throttled", world.Azure.Subscriptions),
            AfterSeconds = Seconds("throttle", 60, 10 * 60),
            DurationSeconds = 60,
        });
        foreach (IMachine machine in world.Machines.Where(static m => m is { IsOn: true, Identity: { IsArc: false, IsInAzure: true } }).OrderBy(m => world.Chance.Unit($"some-faults/silent-azure/{m.Identity.Name}")).Take(1))
        {
            Plant(new Fault(FaultKind.PowerStateMissing) { Machine = machine.Identity.Name });
        }

        foreach (Fault fault in UnkindServices.Draw(world, () => Take(1)))
        {
            Plant(fault);
        }

        PeopleAtDynatrace.Plant(world, planter);
        Plant(new Fault(FaultKind.MachinesJoin) { Count = 2, Token = "old", AfterSeconds = Seconds("join", 60, 5 * 60) });

        void Plant(Fault fault) => planter.Plant(fault);

        double Seconds(string key, double low, double high) => world.Chance.Between("some-faults/" + key, low, high).TotalSeconds;

        IEnumerable<IMachine> Take(int count)
        {
            for (int i = 0; i < count && agents.TryDequeue(out IMachine? machine); i++)
            {
                yield return machine;
            }
        }
    }
}
