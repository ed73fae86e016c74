using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>
/// A mixture of everything that a rotation must survive, chosen by the seed. None of it lasts: machines come back, and what failed works
/// the next time. So the exceptions are the same as without faults. In four worlds of ten, other people also act at Dynatrace, and in one
/// of 25 a machine is locked against writing; there, a rotation may have to wait for a person.
/// </summary>
internal sealed class SomeFaults
{
    private readonly WorldState _world;
    private readonly FaultPlanter _planter;
    private readonly Queue<IMachine> _agents;

    private SomeFaults(WorldState world, FaultPlanter planter)
    {
        _world = world;
        _planter = planter;
        _agents = new(world.Machines
            .Where(static m => m is { IsOn: true, Agent: not null })
            .OrderBy(m => world.Chance.Unit($"some-faults/{m.Identity.Name}")));
    }

    public static void Plant(WorldState world, FaultPlanter planter) => new SomeFaults(world, planter).Plant();

    private void Plant()
    {
        PlantOnMachines(Math.Max(1, _agents.Count / 10));
        PlantOnCalls();
        PlantMissingPowerState();
        foreach (Fault fault in UnkindServices.Draw(_world, () => Take(1)))
        {
            Plant(fault);
        }

        PeopleAtDynatrace.Plant(_world, _planter);
        Plant(new Fault(FaultKind.MachinesJoin) { Count = 2, Token = "old", AfterSeconds = Seconds("join", 60, 5 * 60) });
    }

    private void PlantOnMachines(int tenth)
    {
        // Off when the plan is made, and back while both tokens are valid.
        foreach (IMachine machine in Take(tenth))
        {
            double off = Seconds($"off/{machine.Identity.Name}", 5 * 60, 20 * 60);
            Plant(new Fault(FaultKind.MachineOff) { Machine = machine.Identity.Name, DurationSeconds = off });
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

        // A deletion that is stuck for a while is reported, and done in the end.
        foreach (IMachine machine in Take(1))
        {
            double after = Seconds("deletions", 10 * 60, 40 * 60);
            Plant(new Fault(FaultKind.StuckDeleting) { Machine = machine.Identity.Name });
            Plant(new Fault(FaultKind.DeletionsResume) { Machine = machine.Identity.Name, AfterSeconds = after });
        }
    }

    private void PlantOnCalls()
    {
        Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.PutRunCommand, Nth = 2 + (int)Seconds("lost", 0, 8) });
        Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.Start });
        Plant(new Fault(FaultKind.EmptyPages));
        Plant(new Fault(FaultKind.Throttle)
        {
            Subscription = _world.Chance.Pick("some-faults/throttled", _world.Azure.Subscriptions),
            AfterSeconds = Seconds("throttle", 60, 10 * 60),
            DurationSeconds = 60,
        });
    }

    private void PlantMissingPowerState()
    {
        IEnumerable<IMachine> ofAzure = _world.Machines.Where(static m => m is { IsOn: true, Identity: { IsArc: false, IsInAzure: true } });
        foreach (IMachine machine in ofAzure.OrderBy(m => _world.Chance.Unit($"some-faults/silent-azure/{m.Identity.Name}")).Take(1))
        {
            Plant(new Fault(FaultKind.PowerStateMissing) { Machine = machine.Identity.Name });
        }
    }

    private void Plant(Fault fault) => _planter.Plant(fault);

    private double Seconds(string key, double low, double high) => _world.Chance.Between("some-faults/" + key, low, high).TotalSeconds;

    private IEnumerable<IMachine> Take(int count)
    {
        for (int i = 0; i < count && _agents.TryDequeue(out IMachine? machine); i++)
        {
            yield return machine;
        }
    }
}
