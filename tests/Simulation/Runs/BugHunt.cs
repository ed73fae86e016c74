using System.Globalization;
using TenantTokens.Simulation.Actors;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays seeds with a bug until the check that has to catch it does.</summary>
internal static class BugHunt
{
    /// <summary>The first seed at which it is caught; null when none of them does.</summary>
    public static async Task<SeedReport?> HuntAsync(SeedRange seeds, string? about, Workers workers, TextWriter output)
    {
        List<SeedReport> caught = [];
        await workers.PlayAsync(seeds.Seeds.Where(seed => Story.Of(seed).IsAbout(about)), report =>
        {
            caught.AddRange(report.Failures.Count > 0 ? [report] : []);
            return caught.Count == 0;
        });
        if (caught.MinBy(static report => report.Seed) is not { } first)
        {
            output.WriteLine($"Nothing catches it in {seeds}.");
            return null;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{first.Failures[0].Check} catches it at seed {first.Seed}: {first.Failures[0].Message}"));
        return first;
    }
}
