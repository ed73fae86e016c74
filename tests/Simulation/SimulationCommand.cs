using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Bugs;
using TenantTokens.Simulation.Runs;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.Words;

namespace TenantTokens.Simulation;

/// <summary>simulation --seeds 1..500, or --seed 7 --trace.</summary>
internal static class SimulationCommand
{
    /// <summary>Something was found that is not known.</summary>
    public const int Found = 1;

    public static RootCommand Create()
    {
        Option<string> seeds =
            new("--seeds") { Description = "Plays these seeds: 1..500, or 1..6,26,70", DefaultValueFactory = static _ => "1..500" };
        Option<int?> seed = new("--seed") { Description = "Plays this seed" };
        Option<bool> trace = new("--trace") { Description = "With --seed: tells it step by step" };
        Option<bool> all = new("--all-stories") { Description = "Shrinks every failing seed; otherwise the first of each known kind and"
            + " every one that is not known" };
        Option<int> processes =
            new("--processes") { Description = "How many at a time", DefaultValueFactory = static _ => Environment.ProcessorCount };
        Option<bool> worker = new("--worker") { Hidden = true };
        Option<string?> shrink = new("--shrink") { Hidden = true };
        Option<string?> bug = new("--bug") { Description = "Plants this bug and plays the seeds until the check that has to catch it"
            + " does" };
        Option<bool> bugs = new("--bugs") { Description = "Lists the bugs that can be planted" };
        Option<string?> about = new("--about") { Description = "With --bug or --stories: only seeds whose story tells this, a regular"
            + " expression" };
        Option<bool> stories = new("--stories") { Description = "Tells what happens in the seeds, a line each, without playing them" };
        Option<bool> words = new("--words") { Description = "Plays the seeds, writes every surface in each state that they reach, and"
            + " compares what it says with the world" };
        Option<int?> pinned = new("--pinned") { Hidden = true };
        RootCommand command = new("Plays whole rotations on a clock that jumps: one seed, every actor")
        {
            seeds, seed, trace, all, processes, bug, bugs, about, stories, worker, shrink, pinned, words,
        };
        command.SetAction(async (parsed, _) => parsed.GetValue(bugs) ? ListBugs(Console.Out)
            : parsed.GetValue(stories) ? TellStories(SeedRange.Parse(parsed.GetRequiredValue(seeds)), parsed.GetValue(about), Console.Out)
            : parsed.GetValue(words) ? ReadWords(SeedList.Parse(parsed.GetRequiredValue(seeds)), Console.Out)
            : parsed.GetValue(pinned) is { } every ? PlayPinned(every, Console.Out)
            : (parsed.GetValue(seed), parsed.GetValue(shrink), parsed.GetValue(worker)) switch
        {
            ({ } one, { } check, _) => Shrink(one, check, new RunOptions { Bug = Planted(parsed.GetValue(bug)) }, Console.Out),
            ({ } one, null, _)
                => PlayOne(one, new RunOptions { TracesAll = parsed.GetValue(trace), Bug = Planted(parsed.GetValue(bug)) }, Console.Out),
            (null, _, true) => Work(parsed.GetValue(bug), Console.In, Console.Out),
            _ when parsed.GetValue(bug) is { } name => await HuntAsync(AllBugs.Find(name), SeedRange.Parse(parsed.GetRequiredValue(seeds)),
                parsed.GetValue(about), parsed.GetValue(processes), Console.Out),
            _ => await PlayAsync(SeedList.Parse(parsed.GetRequiredValue(seeds)), new Workers(parsed.GetValue(processes), []),
                parsed.GetValue(all), Console.Out),
        });
        return command;
    }

    private static async Task<int> PlayAsync(SeedList seeds, Workers workers, bool all, TextWriter output)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Summary summary = new();
        await workers.PlayAsync(seeds.Seeds, report =>
        {
            summary.Take(report);
            return true;
        });
        TimeSpan elapsed = watch.Elapsed;
        await workers.ShrinkAsync(summary.ToShrink(all), summary.Take);
        summary.Write(output, elapsed);
        return summary.HasUnknown ? Found : 0;
    }

    private static int Work(string? bug, TextReader input, TextWriter output)
    {
        Prepare();
        Workers.Work(input, bug is null ? new SeedPlayer(new RunOptions()).Play : new BugPlayer(AllBugs.Find(bug)).Play, output);
        return 0;
    }

    private static async Task<int> HuntAsync(PlantedBug bug, SeedRange seeds, string? about, int processes, TextWriter output)
    {
        output.WriteLine($"{bug.Tells}.");
        return await BugHunt.HuntAsync(seeds, about, new Workers(processes, ["--bug", bug.Name]), output) is null ? Found : 0;
    }

    private static int ListBugs(TextWriter output)
    {
        foreach (PlantedBug bug in AllBugs.List)
        {
            string where = AllBugs.Seeds.TryGetValue(bug.Name, out int seed)
                ? $" {bug.Check} catches it, at seed {seed}."
                : $" {bug.Check} has to catch it.";
            output.WriteLine($"{bug.Name}: {bug.Tells}.{where}");
        }

        return 0;
    }

    private static int ReadWords(SeedList seeds, TextWriter output)
    {
        Prepare();
        StateBook book = new();
        bool threw = false;
        foreach (int seed in seeds.Seeds)
        {
            if (SeedRun.Play(Story.Of(seed), new RunOptions { Checks = [], Book = book }).Threw is { } thrown)
            {
                output.WriteLine($"Seed {seed} was not played to its end: {thrown}");
                threw = true;
            }
        }

        WordsReport report = new();
        foreach (ReachedState state in book.States)
        {
            report.TakeAsync(state, output).GetAwaiter().GetResult();
        }

        output.WriteLine(report);
        return threw || report.Untrue > 0 ? Found : 0;
    }

    private static int TellStories(SeedRange seeds, string? about, TextWriter output)
    {
        foreach (Story story in seeds.Seeds.Select(Story.Of).Where(story => story.IsAbout(about)))
        {
            output.WriteLine($"{story.Seed}: {story}");
        }

        return 0;
    }

    /// <summary>Plays each bug, or every second, third …, at its own seed, a report a line, in the order of the list.</summary>
    private static int PlayPinned(int every, TextWriter output)
    {
        Prepare();
        foreach (PlantedBug bug in AllBugs.Every(every))
        {
            output.WriteLine(JsonSerializer.Serialize(new BugPlayer(bug).Play(AllBugs.Seeds[bug.Name])));
            output.Flush();
        }

        return 0;
    }

    private static PlantedBug? Planted(string? name) => name is null ? null : AllBugs.Find(name);

    private static int Shrink(int seed, string check, RunOptions options, TextWriter output)
    {
        Prepare();
        foreach (string line in Shrinker.Shrink(Story.Of(seed), check, options))
        {
            output.WriteLine(line);
        }

        return 0;
    }

    private static int PlayOne(int seed, RunOptions options, TextWriter output)
    {
        Prepare();
        Story story = Story.Of(seed);
        output.WriteLine($"{story.Scenery}.");
        foreach (StoryEvent one in story.Events)
        {
            output.WriteLine($"- {one}");
        }

        RunResult result = SeedRun.Play(story, options);
        foreach (string line in result.Lines)
        {
            output.WriteLine(line);
        }

        SeedReport report = new SeedPlayer(options with { TracesAll = false }).Play(seed);
        foreach (FoundFailure failure in report.Failures)
        {
            output.WriteLine(
                $"{failure.Check}{(failure.KnownUntil is { } until ? $" (known until: {until})" : " (NOT KNOWN)")}: {failure.Message}");
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
