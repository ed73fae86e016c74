using System.Globalization;

namespace TenantTokens.Simulation.Runs;

/// <summary>What came of a seed, as one process tells another.</summary>
internal sealed record SeedReport
{
    public required int Seed { get; init; }

    /// <summary>Of everything that happened.</summary>
    public required string Hash { get; init; }

    /// <summary>Combinations of phase, hold and actor.</summary>
    public required IReadOnlyCollection<string> Reached { get; init; }

    /// <summary>How often the clock let something happen.</summary>
    public required long Steps { get; init; }

    public required IReadOnlyList<FoundFailure> Failures { get; init; }

    /// <summary>
    /// Whether its process plays no other seed: where something was thrown, parts of the story may still be at work, and another story
    /// would not be its own.
    /// </summary>
    public bool EndsProcess { get; init; }

    /// <summary>Of a seed whose process has ended, and told nothing.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="exitCode">The process's exit code.</param>
    /// <param name="errors">What it wrote to its standard error.</param>
    public static SeedReport Died(int seed, int exitCode, string errors)
        => new()
        {
            Seed = seed,
            Hash = "",
            Reached = [],
            Steps = 0,
            Failures = [new(SeedRun.NothingThrows, Told(exitCode, errors), KnownUntil: null)],
        };

    private static string Told(int exitCode, string errors)
        => string.Create(CultureInfo.InvariantCulture, $"Its process ended with exit code {exitCode}: {errors.Trim().Split('\n')[0]}");
}
