using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays in as many processes as there are processors. A process has one pool, and a pool plays one story at a time.</summary>
/// <param name="processes">How many at a time.</param>
/// <param name="options">What all of them are told.</param>
internal sealed class Workers(int processes, IReadOnlyList<string> options)
{
    /// <summary>The program that runs the simulation; a process of another one says so.</summary>
    public string Program { get; init; } = Environment.ProcessPath!;

    /// <summary>
    /// Plays seeds in their order, each in the process that is free next, since one seed may take as long as fifty others, and hands each
    /// report over as it comes.
    /// </summary>
    /// <param name="seeds">What is played.</param>
    /// <param name="take">Takes a report and says whether further seeds are begun.</param>
    public async Task PlayAsync(IEnumerable<int> seeds, Func<SeedReport, bool> take)
    {
        Lock sync = new();
        using IEnumerator<int> left = seeds.GetEnumerator();
        bool goesOn = true;
        await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => DealAsync()));

        async Task DealAsync()
        {
            if (Next() is not { } first)
            {
                return;
            }

            using Process worker = Start(["--worker"]);
            for (int? seed = first; seed is { } dealt; seed = Next())
            {
                await worker.StandardInput.WriteLineAsync(Text(dealt));
                await worker.StandardInput.FlushAsync();
                string line = await worker.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A worker ended while"
                    + $" it played seed {dealt}.");
                SeedReport report = JsonSerializer.Deserialize<SeedReport>(line) ?? throw new InvalidOperationException("A worker said"
                    + $" nothing of seed {dealt}.");
                lock (sync)
                {
                    goesOn &= take(report);
                }
            }

            worker.StandardInput.Close();
            await EndedAsync(worker);
        }

        int? Next()
        {
            lock (sync)
            {
                return goesOn && left.MoveNext() ? left.Current : null;
            }
        }
    }

    /// <summary>Shrinks what seeds violate, and hands over each story.</summary>
    public Task ShrinkAsync(IReadOnlyList<(int Seed, string Check)> failures, Action<int, string, IReadOnlyList<string>> take)
    {
        Lock sync = new();
        return Parallel.ForEachAsync(failures, new ParallelOptions { MaxDegreeOfParallelism = processes }, async (failure, stop) =>
        {
            List<string> lines = [];
            using Process process = Start(["--seed", Text(failure.Seed), "--shrink", failure.Check]);
            while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                lines.Add(line);
            }

            await EndedAsync(process);
            lock (sync)
            {
                take(failure.Seed, failure.Check, lines);
            }
        });
    }

    /// <summary>Plays what it is told, a seed a line, and answers with a report a line.</summary>
    public static void Work(TextReader input, Func<int, SeedReport> play, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            output.WriteLine(JsonSerializer.Serialize(play(int.Parse(line, CultureInfo.InvariantCulture))));
            output.Flush();
        }
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(Program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Program) is "dotnet")
        {
            start.ArgumentList.Add(typeof(Workers).Assembly.Location);
        }

        foreach (string argument in arguments.Concat(options))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("No further process could be started.");
    }

    private static async Task EndedAsync(Process process)
    {
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"A process that plays seeds ended with exit code {process.ExitCode}.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
