using System.Globalization;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays seeds with a bug, more and more at a time, until the check that has to catch it does.</summary>
internal static class BugHunt
{
    private const int FirstTime = 8;
    private const int MostAtATime = 256;

    /// <summary>The first seed at which it is caught; null when none of them does.</summary>
    public static async Task<SeedReport?> HuntAsync(SeedRange seeds, Workers workers, TextWriter output)
    {
        for (int first = seeds.First, count = FirstTime; first <= seeds.Last; first += count, count = Math.Min(count * 2, MostAtATime))
        {
            List<SeedReport> reports = [];
            await workers.PlayAsync(new SeedList(new SeedRange(first, Math.Min(seeds.Last, first + count - 1))), reports.Add);
            if (reports.Where(static report => report.Failures.Count > 0).MinBy(static report => report.Seed) is { } caught)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{caught.Failures[0].Check} catches it at seed {caught.Seed}: {caught.Failures[0].Message}"));
                return caught;
            }
        }

        output.WriteLine($"Nothing catches it in {seeds}.");
        return null;
    }
}
