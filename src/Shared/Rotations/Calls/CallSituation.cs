using TenantTokens.Dynatrace;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>Everything that the decision about a call depends on.</summary>
/// <param name="Call">The call.</param>
/// <param name="Sent">What this rotation has sent for it.</param>
/// <param name="Answer">The last answer; <see cref="CallAnswer.None"/> only while nothing was sent.</param>
/// <param name="InForce">
/// The token that Dynatrace hands to OneAgent installers: New, Old, Foreign or Unreadable. Start knows its new token only from an answer of
/// 200; without one, any token that is not the old one is Foreign.
/// </param>
public sealed record CallSituation(TenantTokenCall Call, CallSent Sent, CallAnswer Answer, TokenInForce InForce)
{
    /// <summary>Every situation that can occur, in the order of the table in docs/calls.md.</summary>
    public static IEnumerable<CallSituation> All { get; } =
    [
        .. from call in Enum.GetValues<TenantTokenCall>()
           from sent in Enum.GetValues<CallSent>()
           from answer in Enum.GetValues<CallAnswer>()
           from inForce in (TokenInForce[])[TokenInForce.Old, TokenInForce.New, TokenInForce.Foreign, TokenInForce.Unreadable]
           where (sent is CallSent.Nothing) == (answer is CallAnswer.None)
           where call is not TenantTokenCall.Start || inForce is not TokenInForce.New || answer is CallAnswer.Accepted
           select new CallSituation(call, sent, answer, inForce),
    ];

    /// <summary>Derives the situation of a call from its last attempt in the ledger.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The last attempt; null when there was none.</param>
    /// <param name="inForce">The token in force.</param>
    public static CallSituation From(TenantTokenCall call, CallAttempt? attempt, TokenInForce inForce) => attempt switch
    {
        null or { Answered: true } => new(call, CallSent.Nothing, CallAnswer.None, inForce),
        { Answer: CallAnswer.Accepted or CallAnswer.WrongState } => new(call, attempt.Sent, attempt.Answer, inForce),
        _ => new(call, attempt.Sent, CallAnswer.Unknown, inForce),
    };
}
