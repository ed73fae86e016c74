using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.InForce;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Calls;

/// <summary>
/// Makes finish or cancel take effect once, and only on this rotation. Dynatrace's calls name no rotation: they end the one that is open.
/// So the token in force is read right before a call, the call is sent only while that is this rotation's new token, and it is read again
/// right after. What remains is the time between that reading and the arrival of the call, from a few milliseconds to <see
/// cref="DynatraceResilience.AttemptTimeout"/> (docs/calls.md).
/// </summary>
public sealed class CallOnce(
    RotationLedger rotations,
    EnvironmentClaim claim,
    TokenInForceReader tokenReader,
    DynatraceEnvironments environments,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>Checks the state of the call, sends it when that is allowed and needed, and returns what to do.</summary>
    internal async Task<CallResult> RunAsync(RotationRecord rotation, CallPolicy policy, CancellationToken cancellationToken)
    {
        if (await claim.WhyNotAsync(rotation, isLasting: true, cancellationToken) is { } held)
        {
            return new(new(CallVerdict.Hold, held.Code), held.Message, Tokens: null);
        }

        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        CallSituation situation = CallSituation.From(policy.Call, policy.Attempt(rotation), tokens.Agents);
        CallOutcomes.Judgement judgement = CallOutcomes.Judge(situation);
        if (judgement.Verdict is not (CallVerdict.Send or CallVerdict.Repeat))
        {
            return await RecordAsync(rotation, policy, situation, judgement, tokens, answer: null, cancellationToken);
        }

        if (GatewayRule.Blocks(rotation, tokens.Gateways))
        {
            return new(new(CallVerdict.Hold, ParkCodes.ForeignToken), CallMessages.OfGateways(policy.Call), tokens);
        }

        // The approvals are checked only for a first attempt. A repeat asks what became of a call that they allowed.
        if (judgement.Verdict is CallVerdict.Send && await policy.WhyNotAsync(rotation.RotationId, cancellationToken) is { } reason)
        {
            return new(new(CallVerdict.Hold, ParkCodes.RestGrew), reason, tokens);
        }

        return await SendAsync(rotation, policy, cancellationToken);
    }

    /// <summary>Checks whether the effect of a call still holds: another party may have rotated since.</summary>
    internal async Task<CallResult> LookAgainAsync(RotationRecord rotation, CallPolicy policy, CancellationToken cancellationToken)
    {
        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        CallSituation situation = new(policy.Call, policy.Attempt(rotation)!.Sent, CallAnswer.Accepted, tokens.Agents);
        CallOutcomes.Judgement judgement = CallOutcomes.Judge(situation);
        return new(judgement, CallMessages.From(situation, judgement, tokens.Unreadable), tokens);
    }

    private async Task<CallResult> SendAsync(RotationRecord rotation, CallPolicy policy, CancellationToken cancellationToken)
    {
        string name = CallMessages.NameOf(policy.Call);
        CallAttempt? last = policy.Attempt(rotation);
        CallAttempt attempt = CallAttempt.After(last, time.GetUtcNow());
        rotation = await rotations.UpdateAsync(
            rotation.RotationId,
            current => policy.Attempt(current) == last ? policy.With(current, attempt) : throw new CallRaceException(policy.Call),
            cancellationToken);
        await audit.AddAsync(rotation.RotationId, $"{name}-sent", AuditEvent.Product, $"Attempt {attempt.Number}.", cancellationToken);
        TenantTokenAnswer answer;
        try
        {
            answer = await policy.SendAsync(environments.For(rotation.EnvironmentId).TenantTokens, cancellationToken);
        }
        catch (Exception exception) when (exception is TokenVaultException || VaultOutage.Is(exception))
        {
            // The API token could not be read, so Dynatrace never saw this attempt.
            await rotations.UpdateAsync(
                rotation.RotationId, current => policy.With(current, attempt.With(CallAnswer.Refused)), cancellationToken);
            throw;
        }

        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        CallSituation situation = new(policy.Call, attempt.Sent, answer.Kind, tokens.Agents);
        CallOutcomes.Judgement judgement = CallOutcomes.Judge(situation);
        if (answer is TenantTokenAnswer.Refused { IsThrottled: true } && judgement.Verdict is CallVerdict.Hold)
        {
            judgement = judgement with { Verdict = CallVerdict.Wait };
        }

        rotation = await rotations.UpdateAsync(
            rotation.RotationId,
            current => policy.Attempt(current) == attempt ? policy.With(current, attempt.With(answer.Kind))
                : throw new CallRaceException(policy.Call),
            cancellationToken);
        return await RecordAsync(rotation, policy, situation, judgement, tokens, answer, cancellationToken);
    }

    private async Task<CallResult> RecordAsync(
        RotationRecord rotation,
        CallPolicy policy,
        CallSituation situation,
        CallOutcomes.Judgement judgement,
        TokensInForce tokens,
        TenantTokenAnswer? answer,
        CancellationToken cancellationToken)
    {
        string message = CallMessages.From(situation, judgement, answer?.Detail ?? tokens.Unreadable);
        if (judgement.Verdict is CallVerdict.Done or CallVerdict.DoneBySomebodyElse or CallVerdict.GoForward)
        {
            await rotations.UpdateAsync(
                rotation.RotationId,
                current => policy.With(
                    current,
                    (policy.Attempt(current) ?? CallAttempt.NotSent(time.GetUtcNow()))
                        .Settled(judgement.Verdict is not CallVerdict.GoForward)),
                cancellationToken);
        }
        else if (judgement.Verdict is CallVerdict.Wait or CallVerdict.Repeat && answer is not null)
        {
            await audit.AddAsync(
                rotation.RotationId,
                $"{CallMessages.NameOf(policy.Call)}-open",
                AuditEvent.Product,
                message,
                cancellationToken);
        }

        return new(judgement, message, tokens);
    }
}
