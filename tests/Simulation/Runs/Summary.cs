using System.Globalization;

namespace TenantTokens.Simulation.Runs;

/// <summary>Tells what came of many seeds.</summary>
internal sealed class Summary(TextWriter output)
{
    private readonly SortedDictionary<string, List<(int Seed, FoundFailure Failure)>> _byCheck = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private int _seeds;
    private long _steps;

    /// <summary>Whether anything was found that is not known.</summary>
    public bool HasUnknown => _byCheck.Values.Any(static found => found.Exists(static one => one.Failure.KnownUntil is null));

    public void Take(SeedReport report)
    {
        _seeds++;
        _steps += report.Steps;
        _reached.UnionWith(report.Reached);
        foreach (FoundFailure failure in report.Failures)
        {
            string key = failure.KnownUntil is null ? $"unknown {failure.Check}" : $"known {failure.Check}";
            if (!_byCheck.TryGetValue(key, out List<(int Seed, FoundFailure Failure)>? found))
            {
                _byCheck[key] = found = [];
            }

            found.Add((report.Seed, failure));
        }
    }

    public void Write(TimeSpan elapsed, bool writesAll)
    {
        foreach ((string key, List<(int Seed, FoundFailure Failure)> unsorted) in _byCheck)
        {
            List<(int Seed, FoundFailure Failure)> found = [.. unsorted.OrderBy(static one => one.Seed)];
            string until = found[0].Failure.KnownUntil is { } title ? $", known until: {title}" : ", NOT KNOWN";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found[0].Failure.Check}: {found.Count} of {_seeds} seeds{until}"));
            output.WriteLine($"  seeds {string.Join(", ", found.Take(12).Select(static one => one.Seed))}{(found.Count > 12 ? ", ..." : "")}");
            foreach ((int seed, FoundFailure failure) in found.Where(static one => one.Failure.Story is not []).Take(writesAll || key.StartsWith("unknown", StringComparison.Ordinal) ? int.MaxValue : 1))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  seed {seed}:"));
                foreach (string line in failure.Story)
                {
                    output.WriteLine($"    {line}");
                }
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_seeds} seeds in {elapsed.TotalSeconds:0.0} s, {_seeds / elapsed.TotalSeconds:0.0} a second; {_steps} steps; {_reached.Count} combinations of phase, hold and actor."));
        output.WriteLine(HasUnknown ? "There are failures that are not known." : "Nothing that is not known.");
    }
}
