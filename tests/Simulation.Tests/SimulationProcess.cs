using System.Diagnostics;
using TenantTokens.Simulation.Runs;

namespace TenantTokens.Simulation.Tests;

/// <summary>
/// The simulation as a process of its own: it needs a thread pool of a single worker, which xUnit's process cannot spare.
/// </summary>
internal static class SimulationProcess
{
    /// <summary>Nothing takes longer, a story that is shrunk included, unless a seed stands still.</summary>
    // A mode that prints once, at its end, takes six minutes on a slow computer.
    private static readonly TimeSpan _longestSilence = TimeSpan.FromMinutes(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The reports of seeds, played by one process.</summary>
    public static Task<IReadOnlyList<SeedReport>> PlayAsync(string seeds) => PlayAsync(seeds, 1);

    /// <summary>The reports of seeds, played by as many processes as there are processors.</summary>
    public static Task<IReadOnlyList<SeedReport>> PlayTogetherAsync(string seeds) => PlayAsync(seeds, Environment.ProcessorCount);

    /// <summary>What it says, line by line, and its exit code.</summary>
    public static async Task<(IReadOnlyList<string> Output, int ExitCode)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync(Stop);
        List<string> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(_longestSilence, Stop) is { } line)
            {
                lines.Add(line);
            }
        }
        catch (TimeoutException)
        {
            Assert.Fail(
                $"It said nothing for {_longestSilence.TotalMinutes} minutes: {string.Join(' ', arguments)}; the last before:"
                    + $" {lines.LastOrDefault()}");
        }
        finally
        {
            process.Kill(entireProcessTree: true); // nothing when it has ended
        }

        await process.WaitForExitAsync(Stop);
        Assert.True(await errors is "", await errors);
        return (lines, process.ExitCode);
    }

    /// <summary>A process that keeps a processor busy until it is killed. It has begun when this returns.</summary>
    public static async Task<Process> KeepBusyAsync()
    {
        Process process = Start("--worker");
        // as many as no test waits for, and as the pipe takes
        await process.StandardInput.WriteLineAsync(string.Join('\n', Enumerable.Range(1, 1000)));
        await process.StandardInput.FlushAsync(Stop);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(Stop));
        _ = process.StandardOutput.ReadToEndAsync(Stop); // a full pipe would stop it
        return process;
    }

    private static async Task<IReadOnlyList<SeedReport>> PlayAsync(string seeds, int processes)
    {
        List<SeedReport> reports = [];
        await new Workers(processes, []) { Program = "dotnet" }.PlayAsync(SeedList.Parse(seeds).Seeds, report =>
        {
            reports.Add(report);
            return true;
        }).WaitAsync(Stop);
        return [.. reports.OrderBy(static report => report.Seed)];
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(SimulationCommand).Assembly.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
