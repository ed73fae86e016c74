using TenantTokens.Dynatrace;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// The one table of outcomes of start, finish and cancel, as a pure function. docs/calls.md shows it whole and is generated from it. An
/// answer alone never settles a call: the token in force does, and a call is sent only while that token is this rotation's own.
/// </summary>
public static class CallOutcomes
{
    /// <summary>Returns what to do about a call in a situation.</summary>
    public static Judgement Judge(CallSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        return situation.Call switch
        {
            TenantTokenCall.Start => JudgeStart(situation),
            TenantTokenCall.Finish => JudgeFinish(situation),
            _ => JudgeCancel(situation),
        };
    }

    private static Judgement Send => new(CallVerdict.Send);

    private static Judgement Repeat(string code) => new(CallVerdict.Repeat, code);

    private static Judgement Done => new(CallVerdict.Done);

    private static Judgement DoneBySomebodyElse => new(CallVerdict.DoneBySomebodyElse);

    private static Judgement Wait(string code) => new(CallVerdict.Wait, code);

    private static Judgement Hold(string code) => new(CallVerdict.Hold, code);

    // Before start no other token can be ours. A token that is not the old one belongs to us or to another party, and only an attempt of
    // ours with an unknown outcome makes it ours.
    private static Judgement JudgeStart(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (CallSent.Nothing, _, TokenInForce.Unreadable) => Wait(ParkCodes.WatchBlind),
        (CallSent.Nothing, _, _) => Send, // the token in force is first recorded as the old token
        (_, CallAnswer.Accepted, TokenInForce.New) => Done,
        (_, CallAnswer.Accepted, TokenInForce.Foreign) => Hold(ParkCodes.ForeignToken),
        (_, CallAnswer.Accepted, _) => Wait(ParkCodes.StartNotSettled),
        (CallSent.First, CallAnswer.WrongState, _) => Hold(ParkCodes.ForeignRotation),
        (CallSent.First, CallAnswer.Refused, TokenInForce.Foreign) => Hold(ParkCodes.ForeignRotation),
        (CallSent.First, CallAnswer.Refused, _) => Hold(ParkCodes.StartRefused),
        (_, _, TokenInForce.Foreign) => new(CallVerdict.Adopt, ParkCodes.ForeignRotation),
        (_, _, TokenInForce.Unreadable) => Wait(ParkCodes.StartNotSettled),
        (_, CallAnswer.WrongState, _) => Wait(ParkCodes.StartNotSettled),
        (_, CallAnswer.Refused, _) => Hold(ParkCodes.StartRefused),
        _ => Repeat(ParkCodes.StartNotSettled), // unchanged: either this attempt takes effect, or its 400 shows that the first one did
    };

    // Connection info shows the new token before and after finish; only the answer distinguishes the two.
    private static Judgement JudgeFinish(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (_, CallAnswer.Accepted, TokenInForce.New) => Done,
        (_, CallAnswer.Accepted, TokenInForce.Foreign) => Wait(ParkCodes.ForeignToken),
        (_, CallAnswer.Accepted, _) => Wait(ParkCodes.FinishNotSettled),
        (_, _, TokenInForce.Old) => Hold(ParkCodes.CancelledBySomebodyElse),
        (_, _, TokenInForce.Foreign) => Hold(ParkCodes.ForeignToken),
        (CallSent.Nothing, _, TokenInForce.New) => Send,
        (CallSent.Nothing, _, _) => Wait(ParkCodes.WatchBlind),
        (_, CallAnswer.Refused, _) => Hold(ParkCodes.FinishRefused),
        (CallSent.First, CallAnswer.WrongState, TokenInForce.New) => DoneBySomebodyElse,
        (_, CallAnswer.WrongState, TokenInForce.New) => Done,
        (_, _, TokenInForce.New) => Repeat(ParkCodes.FinishNotSettled),
        _ => Wait(ParkCodes.FinishNotSettled),
    };

    // The purpose of cancel is that the old token is in force, whoever achieved it.
    private static Judgement JudgeCancel(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (_, CallAnswer.Accepted, TokenInForce.Old) => Done,
        (_, CallAnswer.Accepted, TokenInForce.Foreign) => Wait(ParkCodes.ForeignToken),
        (_, CallAnswer.Accepted, _) => Wait(ParkCodes.CancelNotSettled),
        (_, _, TokenInForce.Foreign) => Hold(ParkCodes.ForeignToken),
        (CallSent.Nothing, _, TokenInForce.Old) => DoneBySomebodyElse,
        (CallSent.Nothing, _, TokenInForce.New) => Send,
        (CallSent.Nothing, _, _) => Wait(ParkCodes.WatchBlind),
        (CallSent.First, CallAnswer.WrongState or CallAnswer.Refused, TokenInForce.Old) => DoneBySomebodyElse,
        (_, _, TokenInForce.Old) => Done,
        (_, CallAnswer.Refused, _) => Hold(ParkCodes.CancelRefused),
        (_, CallAnswer.WrongState, TokenInForce.New) => new(CallVerdict.GoForward, ParkCodes.FinishedBySomebodyElse),
        (_, _, TokenInForce.New) => Repeat(ParkCodes.CancelNotSettled),
        _ => Wait(ParkCodes.CancelNotSettled),
    };

    /// <summary>What to do about a call, and why.</summary>
    /// <param name="Verdict">What to do.</param>
    /// <param name="HoldCode">
    /// Why the rotation parks, one of <see cref="ParkCodes"/>: for Hold, and for Wait and Repeat when the time is over. Null otherwise.
    /// </param>
    public sealed record Judgement(CallVerdict Verdict, string? HoldCode = null);
}
