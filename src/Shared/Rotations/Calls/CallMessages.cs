using TenantTokens.Dynatrace;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>The messages about start, finish and cancel for people.</summary>
internal static class CallMessages
{
    /// <summary>Returns the call's name as Dynatrace spells it.</summary>
    public static string NameOf(TenantTokenCall call) => call switch
    {
        TenantTokenCall.Start => "start",
        TenantTokenCall.Finish => "finish",
        _ => "cancel",
    };

    /// <summary>Says why a call is not sent although the token of the OneAgents would allow it.</summary>
    public static string OfGateways(TenantTokenCall call)
        => $"{Title(call)} was not sent: Dynatrace hands ActiveGates a token that this rotation does not expect, so somebody else may be"
            + " rotating this environment. Nothing is sent. Find out who it is, then resume.";

    /// <summary>Describes the outcome in one or two sentences; empty when there is nothing to say.</summary>
    /// <param name="situation">The state of the call.</param>
    /// <param name="judgement">What to do about it.</param>
    /// <param name="detail">What Dynatrace said, or why its token could not be read; without secrets.</param>
    public static string From(CallSituation situation, CallOutcomes.Judgement judgement, string? detail)
    {
        string said = string.IsNullOrEmpty(detail) ? "" : $" ({detail.TrimEnd('.')})";
        return OfHold(situation, judgement, said) ?? OfVerdict(situation, judgement, said);
    }

    /// <summary>Why the rotation parks; null when the call is not settled, or there is nothing to say.</summary>
    private static string? OfHold(CallSituation situation, CallOutcomes.Judgement judgement, string said)
    {
        string name = Title(situation.Call);
        string sent = situation.Answer is CallAnswer.None ? $"{name} was not sent" : $"{name} may or may not have taken effect";
        return judgement.HoldCode switch
        {
            ParkCodes.StartRefused
                => $"Dynatrace refused start{said}. Nothing has changed and no host was touched. Fix this, then resume, or abort.",
            ParkCodes.FinishRefused => $"Dynatrace refused finish{said}. It changed nothing. Fix this, then resume.",
            ParkCodes.CancelRefused => $"Dynatrace refused cancel{said}. It changed nothing. Fix this, then resume.",
            ParkCodes.WatchBlind
                => $"{name} was not sent, because the token in force cannot be read{said}. Fix this, then resume.",
            ParkCodes.ForeignRotation => OfForeignRotation(situation, judgement),
            ParkCodes.CancelledBySomebodyElse
                => "Somebody else cancelled this rotation: the old token is in force, and hosts on the new token lose data. Abort at once:"
                    + " it puts the old token back on every touched host.",
            ParkCodes.ForeignToken
                => $"{sent}: Dynatrace hands out a token that is neither this rotation's old nor its new one, so somebody else is rotating"
                    + " this environment. Nothing more is sent. Find out who it is, then resume.",
            ParkCodes.FinishedBySomebodyElse
                => "Somebody else finished this rotation: hosts on the old token are offline, and the rotation gives them the new token at"
                    + " once.",
            _ => null,
        };
    }

    private static string OfForeignRotation(CallSituation situation, CallOutcomes.Judgement judgement)
    {
        if (judgement.Verdict is CallVerdict.Adopt)
        {
            return "Dynatrace hands out a new token. It may come from this rotation's own start, which was not answered, or from somebody"
                + " else's rotation. Too much time has passed to tell. No host was touched. Take that rotation over with adopt, or resume"
                + " once it has ended.";
        }

        return situation is { Sent: CallSent.First, InForce: TokenInForce.Foreign }
            ? "Dynatrace refused start because a rotation is already open. Its token came into force while our call was on its way: either"
                + " somebody else started it at that moment, or our call arrived twice. No host was touched. If it is yours, take it over"
                + " with adopt. Otherwise resume once it has ended, or abort."
            : "Somebody else's rotation is open in this environment. No host was touched. Wait until it has ended and then resume, take it"
                + " over with adopt, or abort.";
    }

    private static string OfVerdict(CallSituation situation, CallOutcomes.Judgement judgement, string said) => judgement switch
    {
        { Verdict: CallVerdict.DoneBySomebodyElse } => situation.Call is TenantTokenCall.Finish
            ? "Somebody else finished this rotation: the new token is in force, the old one is dead."
            : "Somebody else cancelled this rotation: the old token is in force, the new one is dead.",
        { HoldCode: ParkCodes.StartNotSettled, Verdict: CallVerdict.Wait }
            => Unsettled(situation, "old", said) + " No host was touched. Check the rotation at Dynatrace, then resume.",
        { Verdict: CallVerdict.Wait } => Unsettled(situation, situation.Call is TenantTokenCall.Finish ? "old" : "new", said)
            + " Nothing more is sent. Check the rotation at Dynatrace, then resume.",
        { Verdict: CallVerdict.Repeat } => $"{Title(situation.Call)} was not answered{said}. The token in force shows that sending it again"
            + " is safe. Resume sends it again.",
        _ => "",
    };

    private static string Unsettled(CallSituation situation, string stillInForce, string said)
    {
        string answer = situation.Answer switch
        {
            CallAnswer.Accepted => "was accepted",
            CallAnswer.WrongState => $"was answered with 400{said}",
            _ => $"was not answered{said}",
        };
        string seen = situation.InForce is TokenInForce.Unreadable
            ? "the token in force cannot be read"
            : $"Dynatrace still hands out the {stillInForce} token";
        return $"{Title(situation.Call)} {answer}, but {seen}.";
    }

    private static string Title(TenantTokenCall call) => call switch
    {
        TenantTokenCall.Start => "Start",
        TenantTokenCall.Finish => "Finish",
        _ => "Cancel",
    };
}
