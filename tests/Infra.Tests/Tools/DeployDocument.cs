using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Tools;

/// <summary>The tables of docs/deploy.md, which must say what the templates do.</summary>
internal static class DeployDocument
{
    /// <summary>Its text.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy.md"));

    /// <summary>The rows of the only table under a heading, cells without their backticks.</summary>
    public static IReadOnlyList<string[]> Table(string heading) => Table(Text, heading);

    /// <summary>The rows of the only table under a heading of a document.</summary>
    public static IReadOnlyList<string[]> Table(string text, string heading)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int start = Array.IndexOf(lines, heading);
        Assert.True(start >= 0, $"There is no heading {heading}.");
        return
        [
            .. lines.Skip(start + 1)
                .TakeWhile(static line => !line.StartsWith('#'))
                .Where(static line => line.StartsWith('|'))
                .Skip(2) // the head and the line under it
                .Select(static line => line.Trim('|')
                    .Split('|')
                    .Select(static cell => cell.Trim().Replace("`", "", StringComparison.Ordinal))
                    .ToArray()),
        ];
    }
}
