using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.FunctionsTests.App;

/// <summary>Finds the methods of a source file that do more than call something else.</summary>
internal static class ThinFunctions
{
    /// <summary>The names of the members whose body has more than one statement.</summary>
    public static IReadOnlyList<string> Violations(string source)
        => [
            .. Root(source)
                .DescendantNodes()
                .Where(static node => BodyOf(node) is { } body && Statements(body) > 1)
                .Select(static node => NameOf(node)),
        ];

    private static BlockSyntax? BodyOf(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        AccessorDeclarationSyntax accessor => accessor.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        _ => null,
    };

    // A block inside counts with what is in it: if, using and try would hide statements otherwise.
    private static int Statements(BlockSyntax body)
        => body.DescendantNodes().OfType<StatementSyntax>().Count(static statement => statement is not BlockSyntax);

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        _ => node.Kind().ToString(),
    };

    private static SyntaxNode Root(string source)
        => CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken);
}
