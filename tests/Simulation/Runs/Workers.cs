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
            for (int? seed = Next(); seed is { } first;)
            {
                seed = await DealToOneAsync(first);
            }
        }

        // Deals to one process as long as it lasts, and gives the seed that is next.
        async Task<int?> DealToOneAsync(int first)
        {
            using Process worker = Start(["--worker"]);
            Task<string> errors = worker.StandardError.ReadToEndAsync();
            for (int? seed = first; seed is { } dealt; seed = Next())
            {
                SeedReport? report = await AskAsync(worker, dealt);
                bool hasEnded = report is null || report.EndsProcess;
                if (hasEnded)
                {
                    worker.StandardInput.Close();
                    await worker.WaitForExitAsync();
                }

                Take(report ?? SeedReport.Died(dealt, worker.ExitCode, await errors));
                if (hasEnded)
                {
                    return Next();
                }
            }

            worker.StandardInput.Close();
            await EndedAsync(worker, errors);
            return null;
        }

        void Take(SeedReport report)
        {
            lock (sync)
            {
                goesOn &= take(report);
            }
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
            Task<string> errors = process.StandardError.ReadToEndAsync(stop);
            while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                lines.Add(line);
            }

            await process.WaitForExitAsync(stop);
            if (process.ExitCode != 0)
            {
                lines.Add($"=> Its process ended with exit code {Text(process.ExitCode)}: {await errors}");
            }

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
            SeedReport report = play(int.Parse(line, CultureInfo.InvariantCulture));
            output.WriteLine(JsonSerializer.Serialize(report));
            output.Flush();
            if (report.EndsProcess)
            {
                return;
            }
        }
    }

    /// <summary>What a worker reports of a seed; null when it has ended.</summary>
    private static async Task<SeedReport?> AskAsync(Process worker, int seed)
    {
        try
        {
            await worker.StandardInput.WriteLineAsync(Text(seed));
            await worker.StandardInput.FlushAsync();
        }
        catch (IOException) // nobody reads any more
        {
            return null;
        }

        return await worker.StandardOutput.ReadLineAsync() is { } line ? JsonSerializer.Deserialize<SeedReport>(line) : null;
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
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

    private static async Task EndedAsync(Process process, Task<string> errors)
    {
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"A process that plays seeds ended with exit code {process.ExitCode}: {await errors}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
