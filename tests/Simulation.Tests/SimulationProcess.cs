using System.Diagnostics;
using System.Text.Json;
using TenantTokens.Simulation.Runs;

namespace TenantTokens.Simulation.Tests;

/// <summary>The simulation as a process of its own: it needs a thread pool of a single worker, which xUnit's process cannot spare.</summary>
internal static class SimulationProcess
{
    /// <summary>The reports of seeds, played by one process.</summary>
    public static async Task<IReadOnlyList<SeedReport>> PlayAsync(string seeds)
        => [.. (await RunAsync("--seeds", seeds, "--worker", "0", "--of", "1")).Output.Select(static line => JsonSerializer.Deserialize<SeedReport>(line)!)];

    /// <summary>What it says, line by line, and its exit code.</summary>
    public static async Task<(IReadOnlyList<string> Output, int ExitCode)> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SimulationCommand).Assembly.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        List<string> lines = [];
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(await errors is "", await errors);
        return (lines, process.ExitCode);
    }
}
