using System.Text.RegularExpressions;

namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>Divides a query into tokens.</summary>
internal static partial class KqlLexer
{
    private const string Space = @"(?<space>\s+|//[^\n]*)";
    private const string Name = @"(?<name>(?:in~|!in~|!in\b)|[A-Za-z_]\w*)";
    private const string Text = """(?<text>'[^'\n]*'|"[^"\n]*")""";
    private const string Number = @"(?<number>\d+(\.\d+)?)";
    private const string Sign = @"(?<sign>=~|!~|==|!=|<=|>=|[|,.()\[\]=<>])";

    /// <exception cref="KqlException">A part of the text is not a token.</exception>
    public static IReadOnlyList<KqlToken> Read(string query)
    {
        List<KqlToken> tokens = [];
        for (int at = 0; at < query.Length;)
        {
            Match piece = Piece().Match(query, at);
            if (!piece.Success)
            {
                throw KqlException.Parser($"A recognition error occurred at '{query[at]}', position {at}.");
            }

            at += piece.Length;
            if (KindOf(piece) is { } kind)
            {
                tokens.Add(new(kind, kind is KqlTokenKind.Text ? piece.Value[1..^1] : piece.Value));
            }
        }

        return [.. tokens, new(KqlTokenKind.End, "the end of the query")];
    }

    private static KqlTokenKind? KindOf(Match piece)
        => piece.Groups["name"].Success ? KqlTokenKind.Name
            : piece.Groups["text"].Success ? KqlTokenKind.Text
            : piece.Groups["number"].Success ? KqlTokenKind.Number
            : piece.Groups["sign"].Success ? KqlTokenKind.Sign
            : null;

    [GeneratedRegex($@"\G(?:{Space}|{Name}|{Text}|{Number}|{Sign})")]
    private static partial Regex Piece();
}
