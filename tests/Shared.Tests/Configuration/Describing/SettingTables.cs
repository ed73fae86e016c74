using System.Text;
using System.Text.RegularExpressions;
using TenantTokens.Configuration.Reading;

namespace TenantTokens.Shared.Tests.Configuration.Describing;

/// <summary>
/// Writes the tables of docs/policy.md from the options. A table stands between <c>&lt;!-- settings: policy.soak policy.watch.* --&gt;</c>,
/// which says what is in it and in which order, and <c>&lt;!-- /settings --&gt;</c>.
/// </summary>
internal static partial class SettingTables
{
    private static readonly Documentation _documentation = new(Quote);

    /// <summary>The text with its tables as they should be.</summary>
    public static string Write(string text)
        => Table().Replace(text, static table => $"{table.Groups["begin"].Value}\n\n{Rows(table)}\n{table.Groups["end"].Value}");

    /// <summary>The settings of all tables, each as often as it occurs.</summary>
    public static IEnumerable<string> SettingsOf(string text)
        => Table().Matches(text).SelectMany(Settings).Select(static path => path.Path);

    private static string Rows(Match table)
    {
        StringBuilder rows = new("| setting | default | allowed | what it does |\n|---|---|---|---|\n");
        foreach (IGrouping<Setting, SettingPath> row in Settings(table).GroupBy(static path => path.Setting))
        {
            SettingPath first = row.First();
            string[] cells =
            [
                string.Join(", ", row.Select(static path => Quote(path.Path))),
                Words.Default(first, Quote),
                Words.Allowed(first.Setting, Quote),
                _documentation.Of(first.Setting.Property),
            ];
            IEnumerable<string> escaped = cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal));
            rows.Append("| ").AppendJoin(" | ", escaped).Append(" |\n");
        }

        return rows.ToString();
    }

    private static IEnumerable<SettingPath> Settings(Match table)
        => table.Groups["settings"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Matching);

    private static SettingPath[] Matching(string pattern)
    {
        SettingPath[] found = pattern.EndsWith('*')
            ? [.. SettingPath.All.Where(path => path.Path.StartsWith(pattern[..^1], StringComparison.Ordinal))]
            : [.. SettingPath.All.Where(path => path.Path == pattern)];
        return found.Length > 0 ? found : throw new KeyNotFoundException($"There is no setting {pattern}.");
    }

    private static string Quote(string code) => $"`{code}`";

    [GeneratedRegex(@"(?<begin><!-- settings: (?<settings>[^>]*?) -->).*?(?<end><!-- /settings -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
