using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TenantTokens.Configuration.Reading;

/// <summary>Collects the mistakes of one file, and keeps tokens out of their text.</summary>
internal sealed partial class ConfigurationProblems
{
    private const int LongestValue = 80;
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly HashSet<string> _secretPaths = new(StringComparer.Ordinal);

    public IReadOnlyList<ConfigurationProblem> All => _problems;

    /// <summary>Returns the path of a child. A name that looks like a token is replaced by ***.</summary>
    public static string Child(string path, string name)
        => LooksLikeToken().IsMatch(name) ? $"{path}['***']"
            : PlainName().IsMatch(name) ? $"{path}.{name}"
            : $"{path}['{(name.Length > LongestValue ? name[..LongestValue] + "..." : name)}']";

    /// <summary>Returns the path of an item of an array.</summary>
    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>Adds a problem, unless the value at that path was already reported as a token.</summary>
    /// <param name="path">Where.</param>
    /// <param name="value">The value at that path; null when there is none or it must not be shown.</param>
    /// <param name="message">What is allowed.</param>
    public void Add(string path, JsonElement? value, string message)
    {
        if (!_secretPaths.Contains(path))
        {
            _problems.Add(new ConfigurationProblem(path, value is { } element ? Show(element) : null, message));
        }
    }

    /// <summary>Adds a problem between two settings, unless this setting is already wrong by itself.</summary>
    public void AddUnlessNamed(string path, JsonElement? value, string message)
    {
        if (!Has(path))
        {
            Add(path, value, message);
        }
    }

    /// <summary>Whether a path has a problem.</summary>
    public bool Has(string path) => _problems.Exists(problem => string.Equals(problem.JsonPath, path, StringComparison.Ordinal));

    /// <summary>Reports every value and key that looks like a Dynatrace token, without quoting it.</summary>
    public void AddTokens(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when LooksLikeToken().IsMatch(element.GetString()!):
                AddToken(path);
                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    AddTokens(item, Item(path, index++));
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    string child = Child(path, property.Name);
                    if (LooksLikeToken().IsMatch(property.Name))
                    {
                        AddToken(child);
                    }

                    AddTokens(property.Value, child);
                }

                break;
        }
    }

    private void AddToken(string path)
    {
        const string Message = "this looks like a Dynatrace token. Secrets belong in the vault, and this file only names them. "
            + "Revoke the token: it was in a file.";
        Add(path, null, Message);
        _secretPaths.Add(path);
    }

    private static string Show(JsonElement element)
    {
        string text = element.ValueKind is JsonValueKind.String ? element.GetString()! : element.GetRawText();
        text = LooksLikeToken().IsMatch(text) ? "***" : text;
        return text.Length > LongestValue ? text[..LongestValue] + "..." : text;
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9])dt0[a-z][0-9]{2}(?:\.|(?![A-Za-z0-9]))", RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeToken();

    [GeneratedRegex(@"\A[$A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex PlainName();
}
