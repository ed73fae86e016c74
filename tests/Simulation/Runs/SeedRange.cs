using System.Globalization;
using System.Text.RegularExpressions;

namespace TenantTokens.Simulation.Runs;

/// <summary>Seeds from one to another.</summary>
internal readonly partial record struct SeedRange(int First, int Last)
{
    public int Count => Last - First + 1;

    public IEnumerable<int> Seeds => Enumerable.Range(First, Count);

    /// <summary>Reads "1..500".</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SeedRange Parse(string text)
        => Form().Match(text) is { Success: true } match && new SeedRange(Number(match, 1), Number(match, 2)) is { Count: > 0 } range
            ? range
            : throw new FormatException($"'{text}' is no range of seeds; 1..500 is one.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}..{Last}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,9})\.\.(\d{1,9})$")]
    private static partial Regex Form();
}
