using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>A method can be read at once, and a long class is not made to look short by files of its own.</summary>
public sealed class SizeTests
{
    private const int MaxLines = 40;
    private const int MaxWidth = 140;

    private static readonly Lazy<SyntaxTree[]> _sources = new(static () => [.. SourceTree.Files("*.cs").Select(Parse)]);

    [Fact]
    public void No_method_is_longer_than_40_lines()
        => Assert.Empty(_sources.Value.SelectMany(static tree => LongMethods(tree.GetRoot())));

    [Fact]
    public void No_class_is_in_several_files()
        => Assert.Empty(InSeveralFiles(_sources.Value));

    [Fact]
    public void No_line_is_wider_than_140()
        => Assert.Empty(SourceTree.AllFiles("*.cs").SelectMany(static file => WideLines(Parse(file))));

    [Fact]
    public void A_wide_line_is_found_and_one_that_a_raw_string_or_an_address_makes_wide_in_a_test_is_not()
        => Assert.Equal(["1", "4", "11"], LinesOf(WideLines(Wide(Path.Combine("..", "tests", "wide.cs")))));

    [Fact]
    public void In_the_product_a_raw_string_and_an_address_are_no_excuse()
        => Assert.Equal(["1", "4", "5", "7", "11", "12"], LinesOf(WideLines(Wide(Path.Combine("Shared", "wide.cs")))));

    [Fact]
    public void A_long_method_is_found_wherever_it_stands()
    {
        string lines = string.Concat(Enumerable.Repeat("x++;\n", MaxLines));
        SyntaxNode root = Parse("long.cs", $$"""
            class C
            {
                int x;
                C() { {{lines}} }
                int P { get { {{lines}} return x; } }
                void M() { {{lines}} }
                void Short() { x++; }
                int[] Expression() => [
            {{string.Concat(Enumerable.Repeat("1,\n", MaxLines))}}];
            }
            """).GetRoot(TestContext.Current.CancellationToken);
        Assert.Equal(["C", "P.get", "M", "Expression"], LongMethods(root).Select(static found => found.Split(' ')[1]));
    }

    [Fact]
    public void A_class_in_two_files_is_found_and_two_classes_of_one_name_are_not()
    {
        SyntaxTree[] trees =
        [
            Parse("a.cs", "namespace N; partial class C { } partial class Nested { partial class Log; }"),
            Parse("b.cs", "namespace N; partial class C { } partial class Other { partial class Log; }"),
        ];
        Assert.Equal(["N.C"], InSeveralFiles(trees));
    }

    private static SyntaxTree Wide(string path)
    {
        string wide = new('x', MaxWidth);
        return Parse(path, $$""""
            // {{wide}}
            class C
            {
                string plain = "{{wide}}";
                string raw = """{{wide}}""";
                string lines = $"""
                    {{wide}}
                    """;
            }
            {{wide[..^3]}} c;
            {{wide[..^2]}} d;
            // https://{{wide}}
            """");
    }

    private static IEnumerable<string> LinesOf(IEnumerable<string> found) => found.Select(static line => line.Split(':')[1]);

    private static SyntaxTree Parse(string file) => Parse(Path.GetRelativePath(SourceTree.Source, file), File.ReadAllText(file));

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Latest), path);

    private static IEnumerable<string> LongMethods(SyntaxNode root)
        => from node in root.DescendantNodes()
           where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
           let lines = Lines(node)
           where lines > MaxLines
           select $"{node.SyntaxTree.FilePath}: {NameOf(node)} has {lines} lines";

    /// <summary>
    /// In a test a raw or verbatim string keeps its lines, because it is what someone else wrote, and an address is not broken. The product
    /// has no such excuse: it names the parts of a text, and the sources of facts are in docs/facts.
    /// </summary>
    private static IEnumerable<string> WideLines(SyntaxTree tree)
        => from line in tree.GetText(TestContext.Current.CancellationToken).Lines
           where line.Span.Length > MaxWidth
           where !IsOfATest(tree) || !(IsAddress(line.ToString()) || IsRawAt(line.Start + MaxWidth, tree))
           select $"{tree.FilePath}:{line.LineNumber + 1}: is {line.Span.Length} wide";

    private static bool IsOfATest(SyntaxTree tree) => tree.FilePath.StartsWith("..", StringComparison.Ordinal);

    private static bool IsRawAt(int position, SyntaxTree tree)
        => tree.GetRoot(TestContext.Current.CancellationToken).FindToken(position).Parent!.AncestorsAndSelf()
            .Any(node => node.Span.Contains(position) && IsRaw(node));

    private static bool IsRaw(SyntaxNode node)
        => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
            && node.GetFirstToken().Text.TrimStart('$') is ['@', ..] or ['"', '"', '"', ..];

    private static bool IsAddress(string line)
        => line.Trim().Split(' ') is ["//" or "///", var word] && word.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>From the signature to the closing brace: attributes and comments before it do not count.</summary>
    private static int Lines(SyntaxNode node)
    {
        SyntaxList<AttributeListSyntax> attributes = node switch
        {
            MemberDeclarationSyntax member => member.AttributeLists,
            AccessorDeclarationSyntax accessor => accessor.AttributeLists,
            _ => [],
        };
        int start = attributes.Count > 0 ? attributes[^1].GetLastToken().GetNextToken().SpanStart : node.SpanStart;
        FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(TextSpan.FromBounds(start, node.Span.End));
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } accessor
            => $"{property.Identifier.Text}.{accessor.Keyword.Text}",
        _ => node.Kind().ToString(),
    };

    private static IEnumerable<string> InSeveralFiles(IEnumerable<SyntaxTree> trees)
        => trees.SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(static type => type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .GroupBy(FullName, StringComparer.Ordinal)
            .Where(static parts => parts.Select(static part => part.SyntaxTree).Distinct().Count() > 1)
            .Select(static parts => parts.Key)
            .Order(StringComparer.Ordinal);

    private static string FullName(TypeDeclarationSyntax type)
        => string.Join('.', type.AncestorsAndSelf().Reverse().Select(static node => node switch
        {
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            TypeDeclarationSyntax one => $"{one.Identifier.Text}{one.TypeParameterList}",
            _ => null,
        }).OfType<string>());
}
