using TenantTokens.Simulation.Runs;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// The machine to which something happens. A story draws a number, since the world in which it is played is not there yet.
/// </summary>
internal static class DrawnMachine
{
    /// <summary>One of them.</summary>
    /// <param name="machines">At least one.</param>
    /// <param name="which">At least 0 and less than 1.</param>
    public static IMachine Of(IReadOnlyList<IMachine> machines, double which) => machines[(int)(which * machines.Count)];

    /// <summary>One with an ActiveGate or a OneAgent; the trace says which it is.</summary>
    public static IMachine Told(SeedRun run, double which, bool isActiveGate = false) => TellOf(run, Of(Among(run, isActiveGate), which));

    /// <summary>The same among those that fit; null when none does.</summary>
    public static IMachine? Told(SeedRun run, double which, bool isActiveGate, Func<IMachine, bool> fits)
        => Among(run, isActiveGate).Where(fits).ToArray() is { Length: > 0 } machines ? TellOf(run, Of(machines, which)) : null;

    private static IReadOnlyList<IMachine> Among(SeedRun run, bool isActiveGate)
        => isActiveGate ? run.World.ActiveGates : run.World.OneAgents;

    private static IMachine TellOf(SeedRun run, IMachine machine)
    {
        run.Tell($"it is {machine.Identity.Name}");
        return machine;
    }
}
