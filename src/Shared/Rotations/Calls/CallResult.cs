using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Calls;

/// <summary>What came of looking at a call, and of sending it where that was allowed.</summary>
/// <param name="Judgement">What to do now.</param>
/// <param name="Message">For people; empty when there is nothing to say.</param>
/// <param name="Tokens">The tokens in force at the last look; null when there was none.</param>
internal sealed record CallResult(CallOutcomes.Judgement Judgement, string Message, TokensInForce? Tokens)
{
    /// <summary>What an orchestrator is told about a call that is not done.</summary>
    public CallOutcome ToOutcome(RotationRecord rotation, CallInput input)
    {
        bool isOpen = Judgement.Verdict is CallVerdict.Wait or CallVerdict.Repeat && !input.SettleTimePassed;
        return new(IsDone: false, Judgement.HoldCode, Message, isOpen, Tokens?.AgentToken?.Fingerprint(rotation.RotationId));
    }
}
