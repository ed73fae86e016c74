using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Simulation.Tests;

/// <summary>
/// Waits that are on no <see cref="TimeProvider"/>, as the syntax shows them: our own, and those that Azure.Core, Polly and MailKit would do by themselves.
/// </summary>
internal static class WaitRules
{
    /// <summary>What is wrong with a file, one line each.</summary>
    public static IReadOnlyList<string> Violations(string source)
        => [.. CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes()
            .Select(Violation)
            .OfType<string>()];

    private static string? Violation(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Task" }, Name.Identifier.Text: "Delay" } } delay
            when !HasClock(delay.ArgumentList) => $"a delay without a clock: {delay}",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "WaitAsync" } } wait
            when wait.ArgumentList.Arguments.Any(static argument => argument.ToString().StartsWith("TimeSpan.", StringComparison.Ordinal)) && !HasClock(wait.ArgumentList) => $"a time limit without a clock: {wait}",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "CancelAfter" } } after => $"a time limit without a clock: {after}",
        ObjectCreationExpressionSyntax { Type: var type } created when Named(type, "Timer") => $"a timer without a clock: {created}",
        ObjectCreationExpressionSyntax { Type: var type } created when Named(type, "PeriodicTimer") && !HasClock(created.ArgumentList) => $"a timer without a clock: {created}",
        ObjectCreationExpressionSyntax { Type: var type } pipeline when Named(type, "ResiliencePipelineBuilder") && pipeline.Initializer?.ToString().Contains("TimeProvider =", StringComparison.Ordinal) is not true
            => "Polly without a clock",
        VariableDeclarationSyntax { Type: var type } options when type.ToString().EndsWith("ClientOptions", StringComparison.Ordinal) && options.Variables[0].Initializer?.Value is BaseObjectCreationExpressionSyntax made
            && made.Initializer?.ToString().Contains("RetryPolicy =", StringComparison.Ordinal) is not true => $"Azure.Core's own retries, which wait without a clock: {options}",
        _ => null,
    };

    private static bool Named(TypeSyntax type, string name) => type switch
    {
        IdentifierNameSyntax plain => plain.Identifier.Text == name,
        GenericNameSyntax generic => generic.Identifier.Text == name,
        QualifiedNameSyntax qualified => Named(qualified.Right, name),
        _ => false,
    };

    private static bool HasClock(BaseArgumentListSyntax? arguments)
        => arguments?.Arguments.Any(static argument => argument.ToString() is var text && (text.EndsWith("time", StringComparison.OrdinalIgnoreCase) || text.EndsWith("Clock.Time", StringComparison.Ordinal) || text.Contains("TimeProvider", StringComparison.Ordinal))) is true;
}
