using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>The state of a target is written by the table of its moves and by nothing else.</summary>
public sealed class StateWriterTests
{
    /// <summary>A verdict and an exception at a gate have a state of their own.</summary>
    private static readonly string[] _writers = ["TargetTransitions.cs", "TargetVerdict.cs", "ExceptionItem.cs"];

    [Fact]
    public void Only_the_table_of_moves_writes_the_state_of_a_target()
        => Assert.Equal(
            _writers.Order(StringComparer.Ordinal),
            SourceTree.SharedFiles("*.cs")
                .Where(static file => WritesState(File.ReadAllText(file)))
                .Select(static file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("x with { Code = \"c\", State = TargetState.Failed }", true)]
    [InlineData("new TargetRecord { State = other.State }", true)]
    [InlineData("x is { State: TargetState.Failed }", false)]
    [InlineData("x with { Code = \"c\" }", false)]
    public void A_state_that_is_written_is_seen_and_one_that_is_read_is_not(string expression, bool isSeen)
        => Assert.Equal(isSeen, WritesState($"class C {{ object M(dynamic x, dynamic other) => {expression}; }}"));

    private static bool WritesState(string source)
        => CSharpSyntaxTree.ParseText(source, new(LanguageVersion.Latest)).GetRoot().DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Any(
                static assignment =>
                    assignment is { Parent: InitializerExpressionSyntax, Left: IdentifierNameSyntax { Identifier.Text: "State" } });
}
