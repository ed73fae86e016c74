using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>
/// Other people who start, cancel or finish a rotation by hand during one of ours. The seed decides whether, what and when.
/// </summary>
internal static class PeopleAtDynatrace
{
    public const string Nothing = "nothing";

    /// <summary>Returns what they do in a world with this seed.</summary>
    public static string Draw(Chance chance) => chance.Unit("some-faults/people") switch
    {
        < 0.60 => Nothing,
        < 0.64 => "start",
        < 0.69 => "cancel",
        < 0.78 => "finish",
        < 0.88 => "cancel and start",
        _ => "finish and start",
    };

    /// <summary>
    /// Plants what they do: a start before ours, everything else between 2 and 40 simulated minutes from now. It has no effect while no
    /// rotation is open.
    /// </summary>
    public static void Plant(WorldState world, FaultPlanter planter)
    {
        string[] deeds = Draw(world.Chance).Split(" and ");
        double seconds = world.Chance.Between("some-faults/people-at", 2 * 60, 40 * 60).TotalSeconds;
        switch (deeds[0])
        {
            case "start":
                planter.Plant(new Fault(FaultKind.ForeignStart));
                break;
            case "cancel":
                planter.Plant(new Fault(FaultKind.ForeignCancel) { AfterSeconds = seconds });
                break;
            case "finish":
                planter.Plant(new Fault(FaultKind.ForeignFinish) { AfterSeconds = seconds });
                break;
        }

        if (deeds.Length > 1)
        {
            world.Later(TimeSpan.FromSeconds(seconds + 60), () => StartAnother(world));
        }
    }

    private static void StartAnother(WorldState world)
    {
        lock (world.Sync)
        {
            world.Environments[FleetBuilder.MainEnvironment].TryStart(world.Clock.Now);
        }

        world.Pulse.Beat();
    }
}
