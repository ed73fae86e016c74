using System.Text.RegularExpressions;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Documents;

/// <summary>A Markdown file of the repository: its prose without code, its links and its headings.</summary>
internal sealed partial class MarkdownFile
{
    private readonly string _folder;

    public MarkdownFile(string path)
        : this(path, File.ReadAllText(Path.Combine(Repository.Root, path)))
    {
    }

    public MarkdownFile(string path, string text)
    {
        Name = path.Replace('\\', '/');
        Text = Fence().Replace(text.ReplaceLineEndings("\n"), "");
        _folder = Path.GetDirectoryName(Path.Combine(Repository.Root, path))!;
    }

    /// <summary>Its path in the repository, with slashes.</summary>
    public string Name { get; }

    /// <summary>The text without fenced code.</summary>
    public string Text { get; }

    /// <summary>The targets of its links, in the order of the text.</summary>
    public IEnumerable<string> Links => Link().Matches(InlineCode().Replace(Text, "")).Select(static match => match.Groups["target"].Value);

    /// <summary>
    /// The anchors of its headings, as GitHub makes them: https://docs.github.com/get-started/writing-on-github (section links).
    /// </summary>
    public IEnumerable<string> Headings => Text.Split('\n').Where(static line => Heading().IsMatch(line)).Select(Anchor);

    /// <summary>Where a link may lead: its headings, and short anchors that are written beside them.</summary>
    public IEnumerable<string> Anchors => Headings.Concat(ShortAnchor().Matches(Text).Select(static match => match.Groups["id"].Value));

    /// <summary>Every Markdown file that belongs to the repository.</summary>
    public static IEnumerable<MarkdownFile> All()
        => Repository.Files("", "*.md")
            .Select(static file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal)
            .Select(static file => new MarkdownFile(file));

    /// <summary>
    /// Whether a link of this file leads to a file or folder and, where it names one, to a heading in it. Links to other sites are not
    /// followed.
    /// </summary>
    public bool Leads(string target)
    {
        if (target.StartsWith("https://", StringComparison.Ordinal)
            || target.StartsWith("http://localhost", StringComparison.Ordinal)
            || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return true;
        }

        string[] parts = target.Split('#', 2);
        string file = parts[0].Length == 0 ? Path.Combine(Repository.Root, Name) : Path.GetFullPath(Path.Combine(_folder, parts[0]));
        if (parts.Length == 1)
        {
            return Path.Exists(file);
        }

        IEnumerable<string> anchors = parts[0].Length == 0 ? Anchors
            : File.Exists(file) ? new MarkdownFile(Path.GetRelativePath(Repository.Root, file)).Anchors
            : [];
        return anchors.Contains(parts[1], StringComparer.Ordinal);
    }

    private static string Anchor(string heading)
        => string.Concat(InlineLink()
            .Replace(heading, "$1")
            .TrimStart('#')
            .Trim()
            .ToLowerInvariant()
            .Where(static sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-' or '_'))
            .Replace(' ', '-');

    [GeneratedRegex(@"^ *(?<fence>`{3,})[^\n]*\n.*?^ *\k<fence> *$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex("""<a id="(?<id>[a-z0-9-]+)"></a>""")]
    private static partial Regex ShortAnchor();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();
}
