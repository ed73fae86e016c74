using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>The process dies at any step and another one starts on what it left; sometimes without the journal.</summary>
internal static class Deaths
{
    private const string Actor = "the machine that we run on";

    /// <summary>The machine is replaced: the product goes on with its ledger on another one, where it is another copy.</summary>
    public static Deed DrawMove(Random random)
    {
        TimeSpan down = random.Between(TimeSpan.FromMinutes(2), TimeSpan.FromHours(3));
        return Deed.Of(
            Actor,
            $"our process dies, and {Durations.Tell(down)} later another one starts on another machine, with the ledger exported and"
                + " imported",
            run => run.Move(down));
    }

    /// <summary>A deployment: another engine starts on the same ledger while the old one goes on for a while.</summary>
    public static Deed DrawOverlap(Random random)
    {
        TimeSpan span = random.Between(
            TimeSpan.FromSeconds(5),
            random.Of(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30), TimeSpan.FromHours(3)));
        bool takesJournal = random.Next(2) == 0;
        return new(
            Actor,
            $"a second process of ours starts on the same ledger, {(takesJournal ? "takes the journal" : "with a journal of its own")},"
                + $" and the first goes on for {Durations.Tell(span)}",
            run => run.OverlapAsync(span, takesJournal));
    }

    public static Deed Draw(Random random)
    {
        int steps = random.Next(3) == 0 ? random.Next(1, 6) : random.Next(1, 200);
        TimeSpan down = random.Between(TimeSpan.FromSeconds(5), random.Of(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)));
        bool losesJournal = random.Next(5) == 0;
        return Deed.Of(
            Actor,
            $"our process dies {steps} steps later and starts again after"
                + $" {Durations.Tell(down)}{(losesJournal ? ", its journal lost" : "")}",
            run => run.DieAt(steps, down, losesJournal));
    }
}
