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
        Option<string?> seeds = new("--seeds") { Description = "Plays these seeds, for example 1..500" };
        Option<int?> seed = new("--seed") { Description = "Plays this seed" };
        Option<bool> trace = new("--trace") { Description = "With --seed: tells it step by step" };
        Option<bool> all = new("--all-stories") { Description = "Shrinks every failing seed; otherwise the first of each known kind and every one that is not known" };
        Option<int> processes = new("--processes") { Description = "How many at a time", DefaultValueFactory = static _ => Environment.ProcessorCount };
        Option<int?> worker = new("--worker") { Hidden = true };
        Option<int> of = new("--of") { Hidden = true, DefaultValueFactory = static _ => 1 };
        RootCommand command = new("Plays whole rotations on a clock that jumps: one seed, every actor") { seeds, seed, trace, all, processes, worker, of };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(seed) is { } one)
            {
                return PlayOne(one, parsed.GetValue(trace), Console.Out);
            }

            SeedRange range = SeedRange.Parse(parsed.GetValue(seeds) ?? "1..500");
            if (parsed.GetValue(worker) is { } number)
            {
                Prepare();
                Workers.Work(range, number, parsed.GetValue(of), new SeedPlayer(new RunOptions(), parsed.GetValue(all)), Console.Out);
                return 0;
            }

            Stopwatch watch = Stopwatch.StartNew();
            Summary summary = new(Console.Out);
            await Workers.PlayAsync(range, parsed.GetValue(processes), parsed.GetValue(all) ? ["--all-stories"] : [], summary.Take);
            summary.Write(watch.Elapsed, parsed.GetValue(all));
            return summary.HasUnknown ? Found : 0;
        });
        return command;
    }

    private static void Prepare()
    {
        Pump.Prepare();
        SeedRun.WarmUp();
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

        SeedReport report = new SeedPlayer(new RunOptions(), shrinksAll: true).Play(seed);
        foreach (FoundFailure failure in report.Failures)
        {
            output.WriteLine($"{failure.Check}{(failure.KnownUntil is { } until ? $" (known until: {until})" : " (NOT KNOWN)")}");
            foreach (string line in failure.Story)
            {
                output.WriteLine($"  {line}");
            }
        }

        output.WriteLine($"hash {result.Hash}");
        return report.Failures.Any(static failure => failure.KnownUntil is null) ? Found : 0;
    }
}
