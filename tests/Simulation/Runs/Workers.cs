using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays a range of seeds in as many processes as there are processors. A process has one pool, and a pool plays one story at a time.</summary>
internal static class Workers
{
    /// <summary>Plays them and hands each report over as it comes.</summary>
    public static async Task PlayAsync(SeedRange seeds, int processes, IReadOnlyList<string> options, Action<SeedReport> take)
    {
        Lock sync = new();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(processes, seeds.Count)).Select(async worker =>
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
            {
                start.ArgumentList.Add(typeof(Workers).Assembly.Location);
            }

            foreach (string argument in (string[])["--seeds", seeds.ToString(), "--worker", worker.ToString(CultureInfo.InvariantCulture), "--of", processes.ToString(CultureInfo.InvariantCulture), .. options])
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start) ?? throw new InvalidOperationException("No further process could be started.");
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                SeedReport report = JsonSerializer.Deserialize<SeedReport>(line) ?? throw new InvalidOperationException("A worker said nothing.");
                lock (sync)
                {
                    take(report);
                }
            }

            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"A worker ended with exit code {process.ExitCode}.");
            }
        }));
    }

    /// <summary>Plays this worker's share, a report a line.</summary>
    public static void Work(SeedRange seeds, int worker, int of, SeedPlayer player, TextWriter output)
    {
        for (int seed = seeds.First + worker; seed <= seeds.Last; seed += of)
        {
            output.WriteLine(JsonSerializer.Serialize(player.Play(seed)));
            output.Flush();
        }
    }
}
