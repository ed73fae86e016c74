using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TenantTokens.Simulation.Runs;

namespace TenantTokens.Simulation.Tests;

/// <summary>The simulation as a process of its own: it needs a thread pool of a single worker, which xUnit's process cannot spare.</summary>
internal static class SimulationProcess
{
    /// <summary>Nothing takes longer, a story that is shrunk included, unless a seed stands still.</summary>
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromMinutes(6);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The reports of seeds, played by one process.</summary>
    public static Task<IReadOnlyList<SeedReport>> PlayAsync(string seeds) => PlayShareAsync(seeds, 0, 1);

    /// <summary>The reports of seeds, played by as many processes as there are processors.</summary>
    public static async Task<IReadOnlyList<SeedReport>> PlayTogetherAsync(string seeds)
    {
        int number = Environment.ProcessorCount;
        IReadOnlyList<SeedReport>[] shares = await Task.WhenAll(Enumerable.Range(0, number).Select(worker => PlayShareAsync(seeds, worker, number)));
        return [.. shares.SelectMany(static share => share).OrderBy(static report => report.Seed)];
    }

    /// <summary>What it says, line by line, and its exit code.</summary>
    public static async Task<(IReadOnlyList<string> Output, int ExitCode)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync(Stop);
        List<string> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(s_longestSilence, Stop) is { } line)
            {
                lines.Add(line);
            }
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It said nothing for {s_longestSilence.TotalMinutes} minutes: {string.Join(' ', arguments)}; the last before: {lines.LastOrDefault()}");
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
        Process process = Start("--seeds", "1..100000", "--worker", "0", "--of", "1");
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(Stop));
        _ = process.StandardOutput.ReadToEndAsync(Stop); // a full pipe would stop it
        return process;
    }

    private static async Task<IReadOnlyList<SeedReport>> PlayShareAsync(string seeds, int worker, int of)
        => [.. (await RunAsync("--seeds", seeds, "--worker", Text(worker), "--of", Text(of))).Output.Select(static line => JsonSerializer.Deserialize<SeedReport>(line)!)];

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SimulationCommand).Assembly.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
