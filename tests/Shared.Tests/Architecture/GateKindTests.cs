using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>What differs between the kinds of gates stands in the table of their descriptions and nowhere else.</summary>
public sealed class GateKindTests
{
    private const string Asks = "asks, or chooses which gate to ask at";

    /// <summary>The files that name a kind, and why they may.</summary>
    private static readonly (string File, string Reason)[] _mayName =
    [
        ("Local/Hosting/SimulatedApprover.cs", "an approver: has an opinion of each kind"),
        ("Shared/Rotations/GateDescriptions.cs", "the table"),
        ("Shared/Rotations/Gates/GateQuestions.cs", "works out from the ledger whether there is something to decide, and about whom"),
        ("Shared/Rotations/Procedure/AwaitingFinishPhase.orchestrator.cs", Asks),
        ("Shared/Rotations/Procedure/AwaitingStartPhase.orchestrator.cs", Asks),
        ("Shared/Rotations/Procedure/ClosingPhase.orchestrator.cs", Asks),
        ("Shared/Rotations/Procedure/GateKeeper.orchestrator.cs", Asks),
        ("Shared/Rotations/Procedure/RollingBackPhase.orchestrator.cs", Asks),
        ("Shared/Rotations/Procedure/StartingPhase.orchestrator.cs", Asks),
    ];

    [Fact]
    public void Only_what_asks_at_a_gate_or_describes_one_names_a_kind()
        => Assert.Equal(
            _mayName.Select(static one => one.File),
            SourceTree.Files("*.cs")
                .Where(static file => NamesKind(File.ReadAllText(file)))
                .Select(static file => Path.GetRelativePath(SourceTree.Source, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("kind switch { GateKind.Finish => 1, _ => 2 }", true)]
    [InlineData("kind is GateKind.Start or GateKind.Close", true)]
    [InlineData("kind is GateKind.Start", true)]
    [InlineData("gate is { Kind: GateKind.Adopt }", true)]
    [InlineData("kind == TenantTokens.Approvals.GateKind.Adopt", true)]
    [InlineData("From((GateKind)kind)", false)]
    [InlineData("kind is GateKind", false)]
    [InlineData("GateDescriptions.From(kind).Question", false)]
    public void A_kind_that_is_named_is_seen_and_one_that_is_handed_on_is_not(string expression, bool isSeen)
        => Assert.Equal(isSeen, NamesKind($"class C {{ /* GateKind.Start */ object M(dynamic kind, dynamic gate) => {expression}; }}"));

    private static bool NamesKind(string source)
        => CSharpSyntaxTree.ParseText(source, new(LanguageVersion.Latest)).GetRoot().DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(static name => name.Identifier.Text is "GateKind" && HasMember(name));

    private static bool HasMember(IdentifierNameSyntax kind) => kind.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == kind => true,
        QualifiedNameSyntax qualified when qualified.Left == kind => true,
        MemberAccessExpressionSyntax { Parent: MemberAccessExpressionSyntax outer } access
            => access.Name == kind && outer.Expression == access,
        QualifiedNameSyntax { Parent: QualifiedNameSyntax outer } qualified => qualified.Right == kind && outer.Left == qualified,
        _ => false,
    };
}
