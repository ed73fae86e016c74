namespace TenantTokens.Simulation.Runs;

/// <summary>Ranges of seeds and single ones, in the order in which they are played.</summary>
internal sealed record SeedList(params IReadOnlyList<SeedRange> Ranges)
{
    public IEnumerable<int> Seeds => Ranges.SelectMany(static range => range.Seeds);

    /// <summary>Reads "1..500" or "1..6,26,70".</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SeedList Parse(string text)
        => new([
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(static part => part.Contains("..", StringComparison.Ordinal)
                    ? SeedRange.Parse(part)
                    : SeedRange.Parse($"{part}..{part}")),
        ]);
}
