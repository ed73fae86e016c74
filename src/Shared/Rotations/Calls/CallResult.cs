using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>The result of checking a call, and of sending it where that was allowed.</summary>
/// <param name="Judgement">What to do now.</param>
/// <param name="Message">A message for people; empty when there is nothing to say.</param>
/// <param name="Tokens">The tokens in force at the last check; null when they were not read.</param>
internal sealed record CallResult(CallOutcomes.Judgement Judgement, string Message, TokensInForce? Tokens)
{
    /// <summary>Makes the outcome for an orchestrator when the call is not done.</summary>
    public CallOutcome ToOutcome(RotationRecord rotation, CallInput input)
    {
        bool isOpen = Judgement.Verdict is CallVerdict.Wait or CallVerdict.Repeat && !input.SettleTimePassed;
        return new(IsDone: false, Judgement.HoldCode, Message, isOpen, Tokens?.AgentToken?.Fingerprint(rotation.RotationId));
    }
}
