using System.Text.RegularExpressions;

namespace TenantTokens.Tooling;

/// <summary>
/// The query of the alert on vault events that failed, infra/queries/vault-event-failed.kql, asked about one line of the log.
/// </summary>
public static partial class FailedEventQuery
{
    /// <summary>
    /// Whether the query finds a line when it watches a queue. Its pattern is .NET's as well as Kusto's; startswith minds no case.
    /// </summary>
    public static bool Finds(string queue, string line)
    {
        string query = File.ReadAllText(Path.Combine(Repository.Root, "infra", "queries", "vault-event-failed.kql"))
            .Replace("{queue}", queue, StringComparison.Ordinal);
        Match moved = new Regex(Part(Pattern(), query), RegexOptions.None, TimeSpan.FromSeconds(10)).Match(line);
        return line.StartsWith(Part(Beginning(), query), StringComparison.OrdinalIgnoreCase)
            && moved.Success
            && moved.Groups[1].Value == Part(Wanted(), query); // the query extracts its pattern's first group
    }

    private static string Part(Regex part, string query)
        => part.Match(query) is { Success: true } match
            ? match.Groups["text"].Value
            : throw new FormatException($"The query has no {part}:\n{query}");

    [GeneratedRegex("""^\| where Message startswith "(?<text>[^"]+)"$""", RegexOptions.Multiline)]
    private static partial Regex Beginning();

    [GeneratedRegex("""^\| extend Queue = extract\(@"(?<text>[^"]+)", 1, Message\)$""", RegexOptions.Multiline)]
    private static partial Regex Pattern();

    [GeneratedRegex("""^\| where Queue == "(?<text>[^"]+)"$""", RegexOptions.Multiline)]
    private static partial Regex Wanted();
}
