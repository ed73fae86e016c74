using TenantTokens.Dynatrace;
using TenantTokens.Watches;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// The one table of what becomes of start, finish and cancel. Pure. docs/calls.md shows it whole and is generated from it. An answer alone never settles a
/// call: the token in force does, and a call is sent only while that token is this rotation's own.
/// </summary>
public static class CallOutcomes
{
    /// <summary>What to do where a call stands.</summary>
    public static CallJudgement Judge(CallSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        return situation.Call switch
        {
            TenantTokenCall.Start => JudgeStart(situation),
            TenantTokenCall.Finish => JudgeFinish(situation),
            _ => JudgeCancel(situation),
        };
    }

    private static CallJudgement Send => new(CallVerdict.Send);

    private static CallJudgement Repeat(string code) => new(CallVerdict.Repeat, code);

    private static CallJudgement Done => new(CallVerdict.Done);

    private static CallJudgement DoneBySomebodyElse => new(CallVerdict.DoneBySomebodyElse);

    private static CallJudgement Wait(string code) => new(CallVerdict.Wait, code);

    private static CallJudgement Hold(string code) => new(CallVerdict.Hold, code);

    // Before start nothing else can be ours, so a token that is not the old one is ours or a stranger's: only an unknown attempt of ours makes it ours.
    private static CallJudgement JudgeStart(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (CallSent.Nothing, _, TokenInForce.Unreadable) => Wait(HoldCodes.WatchBlind),
        (CallSent.Nothing, _, _) => Send, // what is in force becomes the old token first
        (_, CallAnswer.Accepted, TokenInForce.New) => Done,
        (_, CallAnswer.Accepted, TokenInForce.Foreign) => Hold(HoldCodes.ForeignToken),
        (_, CallAnswer.Accepted, _) => Wait(HoldCodes.StartNotSettled),
        (CallSent.First, CallAnswer.WrongState, _) => Hold(HoldCodes.ForeignRotation),
        (CallSent.First, CallAnswer.Refused, TokenInForce.Foreign) => Hold(HoldCodes.ForeignRotation),
        (CallSent.First, CallAnswer.Refused, _) => Hold(HoldCodes.StartRefused),
        (_, _, TokenInForce.Foreign) => new(CallVerdict.Adopt, HoldCodes.ForeignRotation),
        (_, _, TokenInForce.Unreadable) => Wait(HoldCodes.StartNotSettled),
        (_, CallAnswer.WrongState, _) => Wait(HoldCodes.StartNotSettled),
        (_, CallAnswer.Refused, _) => Hold(HoldCodes.StartRefused),
        _ => Repeat(HoldCodes.StartNotSettled), // nothing has changed: either it starts now, or its 400 says that the first one did
    };

    // Connection info shows the new token before finish and after it: only the answer tells them apart.
    private static CallJudgement JudgeFinish(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (_, CallAnswer.Accepted, TokenInForce.New) => Done,
        (_, CallAnswer.Accepted, TokenInForce.Foreign) => Wait(HoldCodes.ForeignToken),
        (_, CallAnswer.Accepted, _) => Wait(HoldCodes.FinishNotSettled),
        (_, _, TokenInForce.Old) => Hold(HoldCodes.CancelledBySomebodyElse),
        (_, _, TokenInForce.Foreign) => Hold(HoldCodes.ForeignToken),
        (CallSent.Nothing, _, TokenInForce.New) => Send,
        (CallSent.Nothing, _, _) => Wait(HoldCodes.WatchBlind),
        (_, CallAnswer.Refused, _) => Hold(HoldCodes.FinishRefused),
        (CallSent.First, CallAnswer.WrongState, TokenInForce.New) => DoneBySomebodyElse,
        (_, CallAnswer.WrongState, TokenInForce.New) => Done,
        (_, _, TokenInForce.New) => Repeat(HoldCodes.FinishNotSettled),
        _ => Wait(HoldCodes.FinishNotSettled),
    };

    // The old token in force is what cancel is for, whoever brought it about.
    private static CallJudgement JudgeCancel(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (_, CallAnswer.Accepted, TokenInForce.Old) => Done,
        (_, CallAnswer.Accepted, TokenInForce.Foreign) => Wait(HoldCodes.ForeignToken),
        (_, CallAnswer.Accepted, _) => Wait(HoldCodes.CancelNotSettled),
        (_, _, TokenInForce.Foreign) => Hold(HoldCodes.ForeignToken),
        (CallSent.Nothing, _, TokenInForce.Old) => DoneBySomebodyElse,
        (CallSent.Nothing, _, TokenInForce.New) => Send,
        (CallSent.Nothing, _, _) => Wait(HoldCodes.WatchBlind),
        (CallSent.First, CallAnswer.WrongState or CallAnswer.Refused, TokenInForce.Old) => DoneBySomebodyElse,
        (_, _, TokenInForce.Old) => Done,
        (_, CallAnswer.Refused, _) => Hold(HoldCodes.CancelRefused),
        (_, CallAnswer.WrongState, TokenInForce.New) => new(CallVerdict.GoForward, HoldCodes.FinishedBySomebodyElse),
        (_, _, TokenInForce.New) => Repeat(HoldCodes.CancelNotSettled),
        _ => Wait(HoldCodes.CancelNotSettled),
    };
}
