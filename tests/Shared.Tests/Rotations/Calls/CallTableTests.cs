using System.Text;
using TenantTokens.Dynatrace;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.InForce;
using TenantTokens.Shared.Tests.Architecture;

namespace TenantTokens.Shared.Tests.Rotations.Calls;

/// <summary>docs/calls.md shows the table as the function has it. TENANT_TOKEN_REWRITE=true writes it anew.</summary>
public sealed class CallTableTests
{
    private const string Begin = "<!-- table: generated from CallOutcomes -->";
    private const string End = "<!-- /table -->";

    [Fact]
    public void The_table_in_the_docs_is_the_function()
        => GeneratedFile.Expect(
            Path.Combine(SourceTree.Docs, "calls.md"),
            static text => GeneratedFile.Between(text, Begin, End, Table()));

    private static string Table()
    {
        StringBuilder table = new();
        foreach (IGrouping<TenantTokenCall, CallSituation> call in CallSituation.All.GroupBy(static one => one.Call))
        {
            table.Append("### ")
                .Append(call.Key)
                .Append("\n\n| sent | answered | old | new | third | unreadable |\n|---|---|---|---|---|---|\n");
            foreach (IGrouping<(CallSent Sent, CallAnswer Answer), CallSituation> row in call.GroupBy(static one => (one.Sent, one.Answer)))
            {
                Dictionary<TokenInForce, CallSituation> cells = row.ToDictionary(static one => one.InForce);
                IEnumerable<string> words = ((TokenInForce[])[
                    TokenInForce.Old,
                    TokenInForce.New,
                    TokenInForce.Foreign,
                    TokenInForce.Unreadable,
                ])
                    .Select(inForce => cells.TryGetValue(inForce, out CallSituation? one) ? Words(CallOutcomes.Judge(one)) : "–");
                table.Append("| ")
                    .Append(Words(row.Key.Sent))
                    .Append(" | ")
                    .Append(Words(row.Key.Answer))
                    .Append(" | ")
                    .AppendJoin(" | ", words)
                    .Append(" |\n");
            }

            table.Append('\n');
        }

        return table.ToString().TrimEnd() + "\n";
    }

    private static string Words(CallSent sent) => sent switch
    {
        CallSent.Nothing => "nothing",
        CallSent.First => "once",
        _ => "again, after an attempt whose answer is not known",
    };

    private static string Words(CallAnswer answer) => answer switch
    {
        CallAnswer.None => "–",
        CallAnswer.Accepted => "200",
        CallAnswer.WrongState => "400",
        CallAnswer.Refused => "401, 403, 404, 429",
        _ => "not known",
    };

    private static string Words(CallOutcomes.Judgement judgement) => judgement.Verdict switch
    {
        CallVerdict.Send => "send",
        CallVerdict.Repeat => $"send again, then `{judgement.HoldCode}`",
        CallVerdict.Wait => $"wait, then `{judgement.HoldCode}`",
        CallVerdict.Done => "**done**",
        CallVerdict.DoneBySomebodyElse => "**done by somebody else**",
        CallVerdict.Adopt => $"adopt while recent, else `{judgement.HoldCode}`",
        CallVerdict.GoForward => "go forward",
        _ => $"`{judgement.HoldCode}`",
    };
}
