using System.CommandLine;
using System.Diagnostics;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Runs;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation;

/// <summary>simulation --seeds 1..500, or --seed 7 --trace.</summary>
internal static class SimulationCommand
{
    /// <summary>Something was found that is not known.</summary>
    public const int Found = 1;

    public static RootCommand Create()
    {
        Option<string> seeds = new("--seeds") { Description = "Plays these seeds", DefaultValueFactory = static _ => "1..500" };
        Option<int?> seed = new("--seed") { Description = "Plays this seed" };
        Option<bool> trace = new("--trace") { Description = "With --seed: tells it step by step" };
        Option<bool> all = new("--all-stories") { Description = "Shrinks every failing seed; otherwise the first of each known kind and every one that is not known" };
        Option<int> processes = new("--processes") { Description = "How many at a time", DefaultValueFactory = static _ => Environment.ProcessorCount };
        Option<int?> worker = new("--worker") { Hidden = true };
        Option<int> of = new("--of") { Hidden = true, DefaultValueFactory = static _ => 1 };
        Option<string?> shrink = new("--shrink") { Hidden = true };
        RootCommand command = new("Plays whole rotations on a clock that jumps: one seed, every actor") { seeds, seed, trace, all, processes, worker, of, shrink };
        command.SetAction(async (parsed, _) => (parsed.GetValue(seed), parsed.GetValue(shrink), parsed.GetValue(worker)) switch
        {
            ({ } one, { } check, _) => Shrink(one, check, Console.Out),
            ({ } one, null, _) => PlayOne(one, parsed.GetValue(trace), Console.Out),
            (null, _, { } share) => Work(SeedRange.Parse(parsed.GetRequiredValue(seeds)), share, parsed.GetValue(of), Console.Out),
            _ => await PlayAsync(SeedRange.Parse(parsed.GetRequiredValue(seeds)), new Workers(parsed.GetValue(processes), []), parsed.GetValue(all), Console.Out),
        });
        return command;
    }

    private static async Task<int> PlayAsync(SeedRange seeds, Workers workers, bool all, TextWriter output)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Summary summary = new();
        await workers.PlayAsync(seeds, summary.Take);
        TimeSpan elapsed = watch.Elapsed;
        await workers.ShrinkAsync(summary.ToShrink(all), summary.Take);
        summary.Write(output, elapsed);
        return summary.HasUnknown ? Found : 0;
    }

    private static int Work(SeedRange seeds, int worker, int of, TextWriter output)
    {
        Prepare();
        Workers.Work(seeds, worker, of, new SeedPlayer(new RunOptions()), output);
        return 0;
    }

    private static int Shrink(int seed, string check, TextWriter output)
    {
        Prepare();
        foreach (string line in Shrinker.Shrink(Story.Of(seed), check, new RunOptions()))
        {
            output.WriteLine(line);
        }

        return 0;
    }

    private static int PlayOne(int seed, bool isTraced, TextWriter output)
    {
        Prepare();
        Story story = Story.Of(seed);
        output.WriteLine($"{story.Scenery}.");
        foreach (StoryEvent one in story.Events)
        {
            output.WriteLine($"- {one}");
        }

        RunResult result = SeedRun.Play(story, new RunOptions { TracesAll = isTraced });
        foreach (string line in result.Lines)
        {
            output.WriteLine(line);
        }

        SeedReport report = new SeedPlayer(new RunOptions()).Play(seed);
        foreach (FoundFailure failure in report.Failures)
        {
            output.WriteLine($"{failure.Check}{(failure.KnownUntil is { } until ? $" (known until: {until})" : " (NOT KNOWN)")}: {failure.Message}");
        }

        output.WriteLine($"The hash of all of it is {result.Hash}.");
        return report.Failures.Any(static failure => failure.KnownUntil is null) ? Found : 0;
    }

    private static void Prepare()
    {
        Pump.Prepare();
        SeedRun.WarmUp();
    }
}
