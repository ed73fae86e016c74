using TenantTokens.Dynatrace;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// The one table of what becomes of start, finish and cancel. Pure. docs/calls.md shows it whole and is generated from it. An answer alone
/// never settles a call: the token in force does, and a call is sent only while that token is this rotation's own.
/// </summary>
public static class CallOutcomes
{
    /// <summary>What to do where a call stands.</summary>
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

    // Before start nothing else can be ours, so a token that is not the old one is ours or a stranger's: only an unknown attempt of ours
    // makes it ours.
    private static Judgement JudgeStart(CallSituation situation) => (situation.Sent, situation.Answer, situation.InForce) switch
    {
        (CallSent.Nothing, _, TokenInForce.Unreadable) => Wait(ParkCodes.WatchBlind),
        (CallSent.Nothing, _, _) => Send, // what is in force becomes the old token first
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
        _ => Repeat(ParkCodes.StartNotSettled), // nothing has changed: either it starts now, or its 400 says that the first one did
    };

    // Connection info shows the new token before finish and after it: only the answer tells them apart.
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

    // The old token in force is what cancel is for, whoever brought it about.
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
    /// Hold, and Wait and Repeat once the time is over: why the rotation is parked, one of <see cref="ParkCodes"/>. Null otherwise.
    /// </param>
    public sealed record Judgement(CallVerdict Verdict, string? HoldCode = null);
}
