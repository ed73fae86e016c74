using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;

namespace TenantTokens.Web.Tests.Hostile;

/// <summary>What a reader's program makes of a document: its shape, and everything in it that could be clicked, run or obeyed.</summary>
internal static partial class SurfaceRules
{
    private static readonly MarkdownPipeline[] _renderers =
    [
        new MarkdownPipelineBuilder().Build(),
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build(), // as most sites have it
        new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley().Build(),
    ];

    /// <summary>
    /// The shape of a document: what must be the same whatever the words in it are. Words of a report may be in a code span, or not.
    /// </summary>
    public static string ShapeOf(ShownDocument document) => document.Surface switch
    {
        Surface.Html or Surface.MailHtml => TagsOf(document.Text),
        Surface.Markdown => string.Join(
            '\n',
            _renderers.Select(renderer => TagsOf(Markdown.ToHtml(document.Text, renderer)
                .Replace("<code>", "", StringComparison.Ordinal)
                .Replace("</code>", "", StringComparison.Ordinal)))),
        Surface.Card => ShapeOf(JsonNode.Parse(document.Text)),
        Surface.Csv => string.Join(',', RowsOf(document.Text).Select(static row => row.Count)),
        _ => $"{document.Text.Count(static character => character is '\n')} lines",
    };

    /// <summary>What is wrong with a document.</summary>
    public static IEnumerable<string> ProblemsOf(ShownDocument document)
    {
        foreach (Rune rune in document.Text.EnumerateRunes().Distinct().Where(IsHidden))
        {
            yield return $"U+{rune.Value:X4}";
        }

        foreach (string problem in document.Surface switch
        {
            Surface.Html => Found(document.Text, "<zz", "<script>", "<img", "href=\"http"),
            Surface.MailHtml => Found(document.Text, "<zz", "<script", "<img").Concat(LinksIn(WithoutOurLink(document.Text))),
            Surface.MailText => LinksIn(WithoutOurLink(document.Text)),
            Surface.Markdown => _renderers.SelectMany(renderer => RenderedProblems(Markdown.ToHtml(document.Text, renderer))),
            Surface.Card => TextsOf(JsonNode.Parse(document.Text)).SelectMany(CardProblems),
            Surface.Csv => RowsOf(document.Text)
                .SelectMany(static row => row)
                .Where(static cell => Formula().IsMatch(cell))
                .Select(static cell => $"formula: {cell}"),
            _ => [],
        })
        {
            yield return problem;
        }
    }

    /// <summary>Reads a table as RFC 4180 has it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RowsOf(string text)
        => [
            .. Row()
                .Matches(text)
                .Select(static row => (IReadOnlyList<string>)[
                    .. row.Groups[1].Captures.Select(static cell => cell.Value.Replace("\"\"", "\"", StringComparison.Ordinal)),
                ]),
        ];

    // Nothing looks for links in a code span.
    private static IEnumerable<string> RenderedProblems(string html)
        => Found(html, "<zz", "<script", "<img", "<a ", "<iframe", "<svg")
            .Concat(LinksIn(System.Net.WebUtility.HtmlDecode(Tag().Replace(Code().Replace(html, " "), " "))));

    private static IEnumerable<string> CardProblems(string text)
        => LinksIn(text).Concat(MarkdownLink().Matches(text).Select(static match => match.Value)).Concat(Found(text, "<", "**", "~~", "`"));

    // What Outlook, Gmail, Apple Mail and linkify make links of, and more: a name that ends in letters after a dot, an address, an IP
    // address, a scheme, a share.
    private static IEnumerable<string> LinksIn(string text) => Link().Matches(text).Select(static match => $"link: {match.Value}");

    private static string WithoutOurLink(string text) => OurLink().Replace(text, " ");

    private static IEnumerable<string> Found(string text, params string[] never)
        => never.Where(one => text.Contains(one, StringComparison.OrdinalIgnoreCase));

    private static string TagsOf(string html)
        => string.Join(
            ' ',
            Tag()
                .Matches(html)
                .Select(
                    static tag =>
                        $"{tag.Groups[1].Value}:"
                            + $"{string.Join(',', Attribute().Matches(tag.Groups[2].Value).Select(static one => one.Groups[1].Value))}"));

    private static string ShapeOf(JsonNode? node) => node switch
    {
        JsonObject one => $"{{{string.Join(',', one.Select(static part => $"{part.Key}:{ShapeOf(part.Value)}"))}}}",
        JsonArray all => $"[{string.Join(',', all.Select(ShapeOf))}]",
        JsonValue value when value.TryGetValue(out string? text) => $"{text.Count(static character => character is '\n')}",
        _ => "x",
    };

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject one => one.Where(static part => part.Key is not ("$schema" or "url" or "page" or "type" or "contentType" or "approvers"))
            .SelectMany(static part => TextsOf(part.Value)),
        JsonArray all => all.SelectMany(TextsOf),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private static bool IsHidden(Rune rune)
        => rune.Value is not '\n'
            && Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex("""<([a-zA-Z/!][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("<code>[^<]*</code>")]
    private static partial Regex Code();

    [GeneratedRegex("""([\w-]+)(?:="[^"]*"|='[^']*')?""")]
    private static partial Regex Attribute();

    [GeneratedRegex(
        @"[\w.+-]+@[\w-]|\p{L}[\w-]*[.\u3002\uFF0E\uFF61]\p{L}{2,}|\b\d{1,3}(?:\.\d{1,3}){3}\b|[a-z][a-z0-9+.-]+:(?://|[^\s\d]*zz)|\\\\\w|javascript:\w",
        RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex("""href="[^"]*"|http://127\.0\.0\.1:\d+/rotations/\S+|style="[^"]*"|<!DOCTYPE[^>]*>|<meta[^>]*>""")]
    private static partial Regex OurLink();

    [GeneratedRegex(@"\[[^\]]*\]\([^)]*\)|\[[^\]]*\]:")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"\A[\s\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")]
    private static partial Regex Formula();

    [GeneratedRegex("""(?:"((?:[^"]|"")*)",?)+\r?\n""")]
    private static partial Regex Row();
}
