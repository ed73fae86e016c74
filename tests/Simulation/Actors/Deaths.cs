using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>The process dies at any step and another one starts on what it left; sometimes without the journal.</summary>
internal static class Deaths
{
    public static Deed Draw(Random random)
    {
        int steps = random.Next(3) == 0 ? random.Next(1, 6) : random.Next(1, 200);
        TimeSpan down = random.Between(TimeSpan.FromSeconds(5), random.Of(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)));
        bool losesJournal = random.Next(5) == 0;
        return Deed.Of(
            "the machine that we run on",
            $"our process dies {steps} steps later and starts again after {Durations.Tell(down)}{(losesJournal ? ", its journal lost" : "")}",
            run => run.DieAt(steps, down, losesJournal));
    }
}
