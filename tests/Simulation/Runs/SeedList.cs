namespace TenantTokens.Simulation.Runs;

/// <summary>Ranges of seeds and single ones, in the order in which they are played.</summary>
internal sealed record SeedList(params IReadOnlyList<SeedRange> Ranges)
{
    public int Count => Ranges.Sum(static range => range.Count);

    /// <summary>The seeds of one worker among several.</summary>
    public IEnumerable<int> Share(int worker, int of)
        => Ranges.SelectMany(static range => range.Share(0, 1)).Where((_, index) => index % of == worker);

    /// <summary>Reads "1..500" or "1..6,26,70".</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SeedList Parse(string text)
        => new([.. text.Split(',', StringSplitOptions.TrimEntries).Select(static part => part.Contains("..", StringComparison.Ordinal) ? SeedRange.Parse(part) : SeedRange.Parse($"{part}..{part}"))]);

    public override string ToString() => string.Join(',', Ranges);
}
