using TenantTokens.Dynatrace;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Shared.Tests.Rotations.Calls;

/// <summary>The table of docs/calls.md, written down a second time: a test for each cell.</summary>
public sealed class CallOutcomesTests
{
    // Old, New, Foreign, Unreadable. A dash is a situation that cannot occur: before start's own answer no token is New.
    private const string Expected = """
        Start  Nothing      None       | Send                        | -                        | Send                      | Wait watch-blind
        Start  First        Accepted   | Wait start-not-settled      | Done                     | Hold foreign-token        | Wait start-not-settled
        Start  First        WrongState | Hold foreign-rotation       | -                        | Hold foreign-rotation     | Hold foreign-rotation
        Start  First        Refused    | Hold start-refused          | -                        | Hold foreign-rotation     | Hold start-refused
        Start  First        Unknown    | Repeat start-not-settled    | -                        | Adopt foreign-rotation    | Wait start-not-settled
        Start  AfterUnknown Accepted   | Wait start-not-settled      | Done                     | Hold foreign-token        | Wait start-not-settled
        Start  AfterUnknown WrongState | Wait start-not-settled      | -                        | Adopt foreign-rotation    | Wait start-not-settled
        Start  AfterUnknown Refused    | Hold start-refused          | -                        | Adopt foreign-rotation    | Wait start-not-settled
        Start  AfterUnknown Unknown    | Repeat start-not-settled    | -                        | Adopt foreign-rotation    | Wait start-not-settled
        Finish Nothing      None       | Hold cancelled-by-somebody-else | Send                 | Hold foreign-token        | Wait watch-blind
        Finish First        Accepted   | Wait finish-not-settled     | Done                     | Wait foreign-token        | Wait finish-not-settled
        Finish First        WrongState | Hold cancelled-by-somebody-else | DoneBySomebodyElse   | Hold foreign-token        | Wait finish-not-settled
        Finish First        Refused    | Hold cancelled-by-somebody-else | Hold finish-refused  | Hold foreign-token        | Hold finish-refused
        Finish First        Unknown    | Hold cancelled-by-somebody-else | Repeat finish-not-settled | Hold foreign-token   | Wait finish-not-settled
        Finish AfterUnknown Accepted   | Wait finish-not-settled     | Done                     | Wait foreign-token        | Wait finish-not-settled
        Finish AfterUnknown WrongState | Hold cancelled-by-somebody-else | Done                 | Hold foreign-token        | Wait finish-not-settled
        Finish AfterUnknown Refused    | Hold cancelled-by-somebody-else | Hold finish-refused  | Hold foreign-token        | Hold finish-refused
        Finish AfterUnknown Unknown    | Hold cancelled-by-somebody-else | Repeat finish-not-settled | Hold foreign-token   | Wait finish-not-settled
        Cancel Nothing      None       | DoneBySomebodyElse          | Send                     | Hold foreign-token        | Wait watch-blind
        Cancel First        Accepted   | Done                        | Wait cancel-not-settled  | Wait foreign-token        | Wait cancel-not-settled
        Cancel First        WrongState | DoneBySomebodyElse          | GoForward finished-by-somebody-else | Hold foreign-token | Wait cancel-not-settled
        Cancel First        Refused    | DoneBySomebodyElse          | Hold cancel-refused      | Hold foreign-token        | Hold cancel-refused
        Cancel First        Unknown    | Done                        | Repeat cancel-not-settled | Hold foreign-token       | Wait cancel-not-settled
        Cancel AfterUnknown Accepted   | Done                        | Wait cancel-not-settled  | Wait foreign-token        | Wait cancel-not-settled
        Cancel AfterUnknown WrongState | Done                        | GoForward finished-by-somebody-else | Hold foreign-token | Wait cancel-not-settled
        Cancel AfterUnknown Refused    | Done                        | Hold cancel-refused      | Hold foreign-token        | Hold cancel-refused
        Cancel AfterUnknown Unknown    | Done                        | Repeat cancel-not-settled | Hold foreign-token       | Wait cancel-not-settled
        """;

    private static readonly TokenInForce[] _columns = [TokenInForce.Old, TokenInForce.New, TokenInForce.Foreign, TokenInForce.Unreadable];

    public static TheoryData<TenantTokenCall, CallSent, CallAnswer, TokenInForce, string> Cells
    {
        get
        {
            TheoryData<TenantTokenCall, CallSent, CallAnswer, TokenInForce, string> cells = [];
            foreach (string[] row in Expected.Split('\n').Select(static line => line.Split('|', StringSplitOptions.TrimEntries)))
            {
                string[] head = row[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                foreach ((TokenInForce inForce, string cell) in _columns.Zip(row[1..]).Where(static pair => pair.Second is not "-"))
                {
                    cells.Add(
                        Enum.Parse<TenantTokenCall>(head[0]),
                        Enum.Parse<CallSent>(head[1]),
                        Enum.Parse<CallAnswer>(head[2]),
                        inForce,
                        cell);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_call_is_judged_by_what_was_sent_what_was_answered_and_what_is_in_force(
        TenantTokenCall call,
        CallSent sent,
        CallAnswer answer,
        TokenInForce inForce,
        string expected)
    {
        CallOutcomes.Judgement judgement = CallOutcomes.Judge(new(call, sent, answer, inForce));
        Assert.Equal(expected, $"{judgement.Verdict} {judgement.HoldCode}".TrimEnd());
    }

    [Fact]
    public void No_cell_is_missing_and_none_is_there_twice()
    {
        IEnumerable<string> written = Cells.Select(
            static cell => $"{cell.Data.Item1} {cell.Data.Item2} {cell.Data.Item3} {cell.Data.Item4}");
        IEnumerable<string> possible = CallSituation.All.Select(static one => $"{one.Call} {one.Sent} {one.Answer} {one.InForce}");
        Assert.Equal(possible.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_ever_sent_or_called_done_while_a_third_token_is_in_force()
        => Assert.All(
            CallSituation.All.Where(static one => one.Call is not TenantTokenCall.Start && one.InForce is TokenInForce.Foreign),
            static one => Assert.True(CallOutcomes.Judge(one).Verdict is CallVerdict.Hold or CallVerdict.Wait, $"{one}"));

    [Fact]
    public void A_400_counts_as_done_by_us_only_after_an_attempt_that_may_have_taken_effect()
        => Assert.All(
            CallSituation.All.Where(static one => one is { Sent: CallSent.First, Answer: CallAnswer.WrongState }),
            static one => Assert.True(CallOutcomes.Judge(one).Verdict is not CallVerdict.Done, $"{one}"));
}
