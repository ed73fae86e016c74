using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Simulation.Tests;

/// <summary>
/// Finds waits, limits and readings of time that are on no <see cref="TimeProvider"/>, by what the compiler makes of them: our own, and
/// those that Azure.Core, Polly, MailKit, HttpClient and SQLite would keep by the computer's clock.
/// </summary>
internal static class WaitRules
{
    private static readonly string[] _ofTheComputer =
    [
        "System.DateTime.Now",
        "System.DateTime.UtcNow",
        "System.DateTime.Today",
        "System.DateTimeOffset.Now",
        "System.DateTimeOffset.UtcNow",
        "System.Environment.TickCount",
        "System.Environment.TickCount64",
        "System.TimeProvider.System",
    ];

    // What a new one of these keeps by the computer's clock unless it is told otherwise, and what has to be said.
    private static readonly (string Type, string Property, bool IsInfinite)[] _toBeSaid =
    [
        ("System.Net.Http.HttpClient", "Timeout", true),
        ("MailKit.MailService", "Timeout", true),
        ("Azure.Core.ClientOptions", "RetryPolicy", false),
        ("Polly.ResiliencePipelineBuilderBase", "TimeProvider", false),
    ];

    private static readonly string[] _librariesThatWait =
    [
        "System.Net",
        "Azure",
        "MailKit",
        "Microsoft.Data.Sqlite",
        "System.CommandLine",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    /// <summary>What is wrong with a file, one line each.</summary>
    public static IReadOnlyList<string> Violations(SemanticModel model)
        => [
            .. model.SyntaxTree.GetRoot(TestContext.Current.CancellationToken)
                .DescendantNodes()
                .Select(node => Violation(node, model))
                .OfType<string>(),
        ];

    private static string? Violation(SyntaxNode node, SemanticModel model) => node switch
    {
        InvocationExpressionSyntax call => Bound(call, model) is IMethodSymbol method ? OfCall(method) : null,
        BaseObjectCreationExpressionSyntax created => Bound(created, model) is IMethodSymbol constructor
            ? OfCall(constructor) ?? OfNew(created, constructor.ContainingType)
            : null,
        AssignmentExpressionSyntax set => Bound(set.Left, model) is IPropertySymbol property ? OfLimit(property, set.Right) : null,
        BaseTypeDeclarationSyntax declared => OfType(model.GetDeclaredSymbol(declared, TestContext.Current.CancellationToken)),
        MemberAccessExpressionSyntax access => Bound(access, model) is IPropertySymbol property ? OfReading(property) : null,
        _ => null,
    };

    private static ISymbol? Bound(SyntaxNode node, SemanticModel model)
    {
        SymbolInfo found = model.GetSymbolInfo(node, TestContext.Current.CancellationToken);
        return found.Symbol ?? (found.CandidateSymbols is [var first, ..] ? first : null);
    }

    private static string? OfCall(IMethodSymbol method)
    {
        string type = Named(method.ContainingType);
        bool isTimed = method.Parameters.Any(static parameter => Named(parameter.Type) is "System.TimeSpan"
            || (parameter.Type.SpecialType is SpecialType.System_Int32 && IsTime(parameter.Name)));
        return type switch
        {
            "System.Diagnostics.Stopwatch" => $"a stopwatch: {Short(method)}",
            "System.Threading.Timer" or "System.Timers.Timer" => $"a timer without a clock: {Short(method)}",
            "System.Threading.ITimer" => null, // a clock has made it
            "System.Diagnostics.Process" or "System.Collections.Concurrent.BlockingCollection" when isTimed
                => $"a wait without a clock: {Short(method)}",
            _ when isTimed
                && type.StartsWith("System.Threading.", StringComparison.Ordinal)
                && !method.Parameters.Any(static parameter => Named(parameter.Type) is "System.TimeProvider")
                => $"a wait without a clock: {Short(method)}",
            _ => null,
        };
    }

    private static string? OfNew(BaseObjectCreationExpressionSyntax created, INamedTypeSymbol type)
    {
        foreach ((string wanted, string property, bool isInfinite) in _toBeSaid)
        {
            if (SelfAndBases(type).Any(one => Named(one) == wanted))
            {
                ExpressionSyntax? said = created.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>()
                    .FirstOrDefault(set => set.Left.ToString() == property)?.Right;
                return said is null || (isInfinite && !IsInfinite(said))
                    ? $"its own waits, without a clock: new {type.Name} without {property}"
                    : null;
            }
        }

        return null;
    }

    // Whatever is derived from it, it waits once more by itself for what a Retry-After asks for.
    private static string? OfType(INamedTypeSymbol? type)
        => type is not null && SelfAndBases(type).Any(static one => Named(one) is "Azure.Core.Pipeline.RetryPolicy")
            ? $"its own waits, without a clock: {type.Name} is a RetryPolicy"
            : null;

    private static string? OfLimit(IPropertySymbol property, ExpressionSyntax value)
        => (Named(property.Type) is "System.TimeSpan" || IsTime(property.Name))
            && _librariesThatWait.Any(library => Named(property.ContainingType).StartsWith($"{library}.", StringComparison.Ordinal))
            && !IsInfinite(value)
            ? $"a limit by the computer's clock: {property.ContainingType.Name}.{property.Name}"
            : null;

    private static string? OfReading(IPropertySymbol property)
        => Named(property.ContainingType) is "System.Diagnostics.Stopwatch"
            || _ofTheComputer.Contains($"{Named(property.ContainingType)}.{property.Name}", StringComparer.Ordinal)
            ? $"the computer's clock: {property.ContainingType.Name}.{property.Name}"
            : null;

    private static bool IsTime(string name)
        => new[] { "timeout", "millisecond", "delay", "dueTime", "lifetime" }.Any(
            part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static bool IsInfinite(ExpressionSyntax value)
        => value.ToString() is "Timeout.InfiniteTimeSpan" or "Timeout.Infinite" or "System.Threading.Timeout.Infinite";

    private static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            yield return one;
        }
    }

    private static string Short(IMethodSymbol method)
        => $"{method.ContainingType.Name}.{(method.MethodKind is MethodKind.Constructor ? "new" : method.Name)}";

    private static string Named(ITypeSymbol type) => $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
}
