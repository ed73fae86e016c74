using System.Text;
using TenantTokens.Fleet.Targets;
using TenantTokens.Shared.Tests.Architecture;

namespace TenantTokens.Shared.Tests.Fleet.Targets;

/// <summary>docs/architecture.md shows the table as the code has it. TENANT_TOKEN_REWRITE=true writes it anew.</summary>
public sealed class TargetTableTests
{
    private const string Begin = "<!-- table: generated from TargetTransitions -->";
    private const string End = "<!-- /table: TargetTransitions -->";

    [Fact]
    public void The_table_in_the_docs_is_the_one_in_the_code()
        => GeneratedFile.Expect(
            Path.Combine(SourceTree.Docs, "architecture.md"),
            static text => GeneratedFile.Between(text, Begin, End, Table()));

    private static string Table()
    {
        StringBuilder table = new("| cause | by | from | to | why |\n|---|---|---|---|---|\n");
        foreach (TargetTransitions.Move move in TargetTransitions.All)
        {
            table.Append("| ").AppendJoin(" | ", move.Cause, move.By, Words(move.From), Words(move.To), move.Why).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Words(IReadOnlyList<TargetState> states)
    {
        TargetState[] missing = [.. Enum.GetValues<TargetState>().Except(states)];
        return missing.Length <= 2 ? $"all but {string.Join(", ", missing)}" : string.Join(", ", states.Order());
    }
}
