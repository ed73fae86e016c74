using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>What a replayed orchestrator must not contain. Syntax only: it knows names, not types.</summary>
internal static class OrchestratorRules
{
    private static readonly string[] _types = ["Random", "RandomNumberGenerator", "Environment", "File", "Directory", "HttpClient", "Thread", "ThreadPool", "Stopwatch", "TimeProvider", "Parallel", "Timer"];

    private static readonly string[] _members =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Guid.NewGuid", "Guid.CreateVersion7", "Task.Run", "Task.Delay", "Task.Yield",
    ];

    private static readonly string[] _calls = ["ConfigureAwait", "CancelAsync", "CancelAfter"];

    /// <summary>What is wrong with a file, one sentence each.</summary>
    public static IReadOnlyList<string> Violations(string source)
        => [.. CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken).DescendantNodes().Select(Violation).OfType<string>()];

    private static string? Violation(SyntaxNode node) => node switch
    {
        LockStatementSyntax => "lock",
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } => "await foreach",
        IdentifierNameSyntax name when _types.Contains(name.Identifier.Text) && IsType(name) => name.Identifier.Text,
        MemberAccessExpressionSyntax access when _calls.Contains(access.Name.Identifier.Text) && !IsStep(access) => access.Name.Identifier.Text,
        MemberAccessExpressionSyntax access when _members.Contains($"{LastName(access.Expression)}.{access.Name.Identifier.Text}") => access.ToString(),
        _ => null,
    };

    /// <summary>Not the name of a member: <c>context.Environment</c> is somebody else's.</summary>
    private static bool IsType(IdentifierNameSyntax name) => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name || access.ToString().StartsWith("System.", StringComparison.Ordinal);

    /// <summary>The step of the rotation that calls cancel happens to have the name of the token source's method.</summary>
    private static bool IsStep(MemberAccessExpressionSyntax access) => access.ToString() == "procedure.CancelAsync";

    private static string LastName(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.Text : expression.ToString();
}
