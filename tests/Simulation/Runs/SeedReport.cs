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
}
