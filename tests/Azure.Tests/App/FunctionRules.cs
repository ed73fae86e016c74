using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.AzureTests.App;

/// <summary>What the Functions app may be: functions of one statement. Syntax only, so the app's packages need not be there.</summary>
internal static class FunctionRules
{
    private static readonly string[] Triggers = ["OrchestrationTrigger", "ActivityTrigger"];

    /// <summary>The functions of a source: the trigger of their first marked parameter, and their name.</summary>
    public static IReadOnlyList<(string Trigger, string Name)> Functions(string source)
        => [.. Methods(source).SelectMany(static method => NamesOf(method).Select(name => (TriggerOf(method), name)))];

    /// <summary>What is wrong with the orchestrators or activities, one sentence each.</summary>
    public static IReadOnlyList<string> Differences(IEnumerable<string> wanted, IEnumerable<string> found, string kind)
    {
        string[] all = [.. found];
        return
        [
            .. wanted.Where(name => !all.Contains(name)).Select(name => $"The {kind} {name} has no function."),
            .. all.Where(name => !wanted.Contains(name)).Select(name => $"The function {name} is no {kind} of Shared."),
            .. all.GroupBy(static name => name).Where(static group => group.Count() > 1).Select(group => $"The {kind} {group.Key} has {group.Count()} functions."),
        ];
    }

    /// <summary>The methods that have more than one statement.</summary>
    public static IReadOnlyList<string> Long(string source)
        => [.. Root(source).DescendantNodes().Where(static node => BodyOf(node) is { } body && Statements(body) > 1).Select(static node => NameOf(node))];

    /// <summary>All methods of a source.</summary>
    public static IEnumerable<MethodDeclarationSyntax> Methods(string source) => Root(source).DescendantNodes().OfType<MethodDeclarationSyntax>();

    /// <summary>The name that a method has as a function; none when it is none.</summary>
    public static IEnumerable<string> NamesOf(MethodDeclarationSyntax method)
        => method.AttributeLists.SelectMany(static list => list.Attributes)
            .Where(static attribute => attribute.Name.ToString() is "Function" or "FunctionAttribute")
            .Select(static attribute => NameOf(attribute.ArgumentList!.Arguments[0].Expression));

    private static BlockSyntax? BodyOf(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        AccessorDeclarationSyntax accessor => accessor.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        _ => null,
    };

    // A block inside counts with what is in it: if, using and try would hide statements otherwise.
    private static int Statements(BlockSyntax body) => body.DescendantNodes().OfType<StatementSyntax>().Count(static statement => statement is not BlockSyntax);

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        _ => node.Kind().ToString(),
    };

    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } nameOf => nameOf.ArgumentList.Arguments[0].Expression.ToString(),
        _ => throw new InvalidDataException($"The name of a function is a literal or nameof, not {expression}."),
    };

    private static string TriggerOf(MethodDeclarationSyntax method)
        => method.ParameterList.Parameters.SelectMany(static parameter => parameter.AttributeLists).SelectMany(static list => list.Attributes)
            .Select(static attribute => attribute.Name.ToString()).FirstOrDefault(static name => Triggers.Contains(name)) ?? "";

    private static SyntaxNode Root(string source)
        => CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken);
}
