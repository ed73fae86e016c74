using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Shared.Tests.Architecture;

namespace TenantTokens.Shared.Tests.Rotations;

/// <summary>docs/architecture.md shows the kinds of gates as the code has them. TENANT_TOKEN_REWRITE=true writes it anew.</summary>
public sealed class GateTableTests
{
    private const string Begin = "<!-- table: generated from GateDescriptions -->";
    private const string End = "<!-- /table: GateDescriptions -->";

    [Fact]
    public void The_table_of_gates_in_the_documents_is_the_one_in_the_code()
        => GeneratedFile.Expect(
            Path.Combine(SourceTree.Docs, "architecture.md"),
            static text => GeneratedFile.Between(text, Begin, End, Table()));

    private static string Table()
    {
        StringBuilder table = new("| gate | question | choice | effect |\n|---|---|---|---|\n");
        foreach (GateDescription gate in GateDescriptions.All)
        {
            (string kind, string question) = ($"{gate.Kind}", gate.Question);
            foreach (GateOffer offer in gate.Offers)
            {
                string only = offer.NeedsOlderToken ? " (only with an exception on an older token)" : "";
                string effect = offer.Effect.Replace(GateOffer.TokensStay, "the valid tokens stay valid", StringComparison.Ordinal);
                table.Append($"| {kind} | {question} | {offer.Choice}{only} | {effect} |\n");
                (kind, question) = ("", "");
            }
        }

        return table.ToString();
    }
}
