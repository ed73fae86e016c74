namespace TenantTokens.Simulator.Machines;

/// <summary>The authorization.properties of an ActiveGate (docs/facts/dynatrace.md §3.2).</summary>
/// <param name="Tokens">Tenant tokens by environment id.</param>
/// <param name="MainEnvironment">The one section with <c>mainTenant = true</c>.</param>
internal sealed record AuthorizationFile(IReadOnlyDictionary<string, string> Tokens, string MainEnvironment)
{
    /// <exception cref="FormatException">
    /// The text is not an authorization.properties. The message has a line number, never a line.
    /// </exception>
    public static AuthorizationFile Parse(string text)
    {
        Dictionary<string, string> tokens = new(StringComparer.Ordinal);
        List<string> main = [];
        string? section = null;
        int number = 0;
        foreach (string line in text.Split('\n').Select(static l => l.Trim()))
        {
            number++;
            if (line is "" || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] is '[')
            {
                section = line.EndsWith(']') && line.Length > 2 ? line[1..^1] : throw Bad(number, "a section that does not end");
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (section is null || equals <= 0)
            {
                throw Bad(number, "a line that is no section, comment or 'key = value'");
            }

            string value = line[(equals + 1)..].Trim().Split(" #")[0].TrimEnd();
            string key = line[..equals].TrimEnd();
            if (key is "tenantToken" && (value is "" || value.Contains(' ', StringComparison.Ordinal) || !tokens.TryAdd(section, value)))
            {
                throw Bad(number, "an empty, broken or second tenantToken");
            }

            main.AddRange(key is "mainTenant" && value is "true" ? [section] : []);
        }

        return main is [string only] && tokens.ContainsKey(only)
            ? new AuthorizationFile(tokens, only)
            : throw new FormatException("exactly one section with a tenantToken must contain mainTenant = true");
    }

    private static FormatException Bad(int line, string what) => new($"line {line}: {what}");
}
