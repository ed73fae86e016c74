using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays in as many processes as there are processors. A process has one pool, and a pool plays one story at a time.</summary>
/// <param name="processes">How many at a time.</param>
/// <param name="options">What all of them are told.</param>
internal sealed class Workers(int processes, IReadOnlyList<string> options)
{
    /// <summary>Plays seeds and hands each report over as it comes.</summary>
    public Task PlayAsync(SeedList seeds, Action<SeedReport> take)
    {
        Lock sync = new();
        int number = Math.Min(processes, seeds.Count);
        return Task.WhenAll(Enumerable.Range(0, number).Select(worker => RunAsync(
            ["--seeds", seeds.ToString(), "--worker", Text(worker), "--of", Text(number)],
            line =>
            {
                SeedReport report = JsonSerializer.Deserialize<SeedReport>(line) ?? throw new InvalidOperationException("A worker said nothing.");
                lock (sync)
                {
                    take(report);
                }
            })));
    }

    /// <summary>Shrinks what seeds violate, and hands over each story.</summary>
    public Task ShrinkAsync(IReadOnlyList<(int Seed, string Check)> failures, Action<int, string, IReadOnlyList<string>> take)
    {
        Lock sync = new();
        return Parallel.ForEachAsync(failures, new ParallelOptions { MaxDegreeOfParallelism = processes }, async (failure, _) =>
        {
            List<string> lines = [];
            await RunAsync(["--seed", Text(failure.Seed), "--shrink", failure.Check], lines.Add);
            lock (sync)
            {
                take(failure.Seed, failure.Check, lines);
            }
        });
    }

    /// <summary>Plays a worker's share, a report a line, as long as it is to go on.</summary>
    public static void Work(IEnumerable<int> seeds, Func<int, SeedReport> play, Func<SeedReport, bool> goesOn, TextWriter output)
    {
        foreach (int seed in seeds)
        {
            SeedReport report = play(seed);
            output.WriteLine(JsonSerializer.Serialize(report));
            output.Flush();
            if (!goesOn(report))
            {
                return;
            }
        }
    }

    private async Task RunAsync(IReadOnlyList<string> arguments, Action<string> take)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
        {
            start.ArgumentList.Add(typeof(Workers).Assembly.Location);
        }

        foreach (string argument in arguments.Concat(options))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("No further process could be started.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            take(line);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"A worker ({string.Join(' ', arguments)}) ended with exit code {process.ExitCode}.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
