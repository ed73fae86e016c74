using System.Globalization;

namespace TenantTokens.Simulation.Runs;

/// <summary>What came of many seeds.</summary>
internal sealed class Summary
{
    private readonly SortedDictionary<string, List<(int Seed, FoundFailure Failure)>> _byKind = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Seed, string Check), IReadOnlyList<string>> _stories = [];
    private int _seeds;
    private long _steps;

    /// <summary>Whether anything was found that is not known.</summary>
    public bool HasUnknown => _byKind.Values.Any(static found => found.Exists(static one => one.Failure.KnownUntil is null));

    /// <summary>What has to be told as a story: everything, or the first of each known kind and all that is not known.</summary>
    public IReadOnlyList<(int Seed, string Check)> ToShrink(bool all)
        => [
            .. _byKind.Values.SelectMany(
                found => found.OrderBy(static one => one.Seed).Where((one, index) => all || index == 0 || one.Failure.KnownUntil is null))
                .Select(static one => (one.Seed, one.Failure.Check)),
        ];

    public void Take(SeedReport report)
    {
        _seeds++;
        _steps += report.Steps;
        _reached.UnionWith(report.Reached);
        foreach (FoundFailure failure in report.Failures)
        {
            string kind = $"{(failure.KnownUntil is null ? "unknown" : "known")} {failure.Check}";
            if (!_byKind.TryGetValue(kind, out List<(int Seed, FoundFailure Failure)>? found))
            {
                _byKind[kind] = found = [];
            }

            found.Add((report.Seed, failure));
        }
    }

    public void Take(int seed, string check, IReadOnlyList<string> story) => _stories[(seed, check)] = story;

    public void Write(TextWriter output, TimeSpan elapsed)
    {
        foreach (List<(int Seed, FoundFailure Failure)> unsorted in _byKind.Values)
        {
            List<(int Seed, FoundFailure Failure)> found = [.. unsorted.OrderBy(static one => one.Seed)];
            string until = found[0].Failure.KnownUntil is { } title ? $", known until: {title}" : ", NOT KNOWN";
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{found[0].Failure.Check}: {found.Count} of {_seeds} seeds{until}"));
            output.WriteLine(
                $"  seeds {string.Join(", ", found.Take(12).Select(static one => one.Seed))}{(found.Count > 12 ? ", ..." : "")}");
            foreach ((int seed, FoundFailure failure) in found)
            {
                if (_stories.TryGetValue((seed, failure.Check), out IReadOnlyList<string>? story))
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  seed {seed}:"));
                    foreach (string line in story)
                    {
                        output.WriteLine($"    {line}");
                    }
                }
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_seeds} seeds in {elapsed.TotalSeconds:0.0} s, {_seeds / elapsed.TotalSeconds:0.0} a second; {_steps} steps;"
                + $" {_reached.Count} combinations of phase, hold and actor."));
        output.WriteLine(HasUnknown ? "There are failures that are not known." : "Nothing that is not known.");
    }
}
