using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.InForce;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Starting;

/// <summary>
/// Calls start, once in effect wherever the process dies (docs/calls.md). Start is not idempotent and its answer holds the only copy of the
/// token, so the attempt stands in the ledger before the call, and an attempt whose answer is not known is recovered through connection
/// info.
/// </summary>
public sealed class StartRotation(
    RotationLedger rotations,
    TokenVault vault,
    EnvironmentClaim claim,
    TokenInForceReader tokenReader,
    DynatraceEnvironments environments,
    ForeignRotation foreign,
    RotationOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<StartRotation.Input, StartRotation.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("StartRotation");

    /// <inheritdoc />
    /// <exception cref="CallRaceException">Another run of this activity has recorded an attempt meanwhile.</exception>
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation is { StartTookEffect: false, AdoptionAsked: true, AdoptGateId: null })
        {
            return new(StartVerdict.AskToAdopt);
        }

        if (await claim.WhyNotAsync(rotation, isLasting: false, cancellationToken) is { } held)
        {
            return new(StartVerdict.Hold, held.Code, held.Message);
        }

        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        if (rotation.StartTookEffect)
        {
            return Outcome(input, new(TenantTokenCall.Start, CallSent.First, CallAnswer.Accepted, tokens.Agents), tokens.Unreadable);
        }

        if (rotation.AdoptionAsked && tokens.AgentToken is { } inForce)
        {
            return await foreign.FindOldTokenAsync(rotation, inForce, cancellationToken) is { } reason
                ? new(StartVerdict.Hold, ParkCodes.AdoptionImpossible, reason)
                : await AcceptAsync(
                    rotation,
                    inForce,
                    "This rotation took over somebody else's rotation, as the approvers allowed.",
                    cancellationToken);
        }

        CallSituation situation = CallSituation.From(TenantTokenCall.Start, rotation.Start, tokens.Agents);
        return CallOutcomes.Judge(situation).Verdict switch
        {
            CallVerdict.Send
                => await SendAsync(await KeepOldAsync(rotation, tokens.AgentToken!, cancellationToken), input, cancellationToken),
            CallVerdict.Repeat => await SendAsync(rotation, input, cancellationToken),
            _ => await ActAsync(rotation, input, situation, tokens, detail: null, cancellationToken),
        };
    }

    /// <summary>docs/invariants.md#i2: before anything can change, the token in force is in the vault.</summary>
    private async Task<RotationRecord> KeepOldAsync(RotationRecord rotation, TenantToken inForce, CancellationToken cancellationToken)
    {
        TokenReference old = await StoreAsync(rotation, inForce, "old", cancellationToken);
        return await rotations.UpdateAsync(
            rotation.RotationId,
            current => current.Start != rotation.Start
                ? throw new CallRaceException(TenantTokenCall.Start)
                : current with
                {
                    OldToken = old,
                    OldTokenBefore = current.OldToken is { } before && before.Fingerprint != old.Fingerprint
                        ? before
                        : current.OldTokenBefore,
                },
            cancellationToken);
    }

    private async Task<Result> SendAsync(RotationRecord rotation, Input input, CancellationToken cancellationToken)
    {
        if (await claim.WhyNotAsync(rotation, isLasting: true, cancellationToken) is { } held)
        {
            return new(StartVerdict.Hold, held.Code, held.Message);
        }

        CallAttempt attempt = CallAttempt.After(rotation.Start, time.GetUtcNow());
        rotation = await UpdateAsync(rotation, rotation.Start, attempt, cancellationToken);
        await audit.AddAsync(rotation.RotationId, "start-sent", AuditEvent.Product, $"Attempt {attempt.Number}.", cancellationToken);
        TenantTokenAnswer answer;
        try
        {
            answer = await environments.For(rotation.EnvironmentId).TenantTokens.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is TokenVaultException || VaultOutage.Is(exception))
        {
            // The API token could not be read, so Dynatrace never saw this attempt.
            await UpdateAsync(rotation, attempt, attempt.With(CallAnswer.Refused), cancellationToken);
            throw;
        }

        if (answer is TenantTokenAnswer.Accepted accepted)
        {
            // The answer holds the only copy of the token: before anything else it is kept.
            return await AcceptAsync(rotation, accepted.Active, "Start was answered with the new token.", cancellationToken);
        }

        rotation = await UpdateAsync(rotation, attempt, attempt.With(answer.Kind), cancellationToken);
        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        CallSituation situation = new(TenantTokenCall.Start, attempt.Sent, answer.Kind, tokens.Agents);
        return answer is TenantTokenAnswer.Refused { IsThrottled: true } && !input.SettleTimePassed
            ? new(StartVerdict.LookAgain)
            : await ActAsync(rotation, input, situation, tokens, answer.Detail, cancellationToken);
    }

    private async Task<Result> ActAsync(
        RotationRecord rotation,
        Input input,
        CallSituation situation,
        TokensInForce tokens,
        string? detail,
        CancellationToken cancellationToken)
    {
        CallOutcomes.Judgement judgement = CallOutcomes.Judge(situation);
        bool stoodOurClaim = rotation.ClaimVersion is not null; // one that was lost and taken again is not lasting before the next call
        if (judgement.Verdict is CallVerdict.Adopt
            && stoodOurClaim
            && time.GetUtcNow() - rotation.Start!.LastUnknownAt <= options.Policy.AdoptWithin)
        {
            return await AcceptAsync(
                rotation,
                tokens.AgentToken!,
                "Connection info shows the token of a start whose answer is not known.",
                cancellationToken);
        }

        if (judgement.HoldCode is ParkCodes.ForeignRotation && rotation.OldTokenBefore is { } before)
        {
            // What was in force when we tried was the other rotation's new token, not the old one.
            await rotations.UpdateAsync(
                rotation.RotationId,
                current => current with { OldToken = before, OldTokenBefore = null },
                cancellationToken);
        }

        return Outcome(input, situation, detail ?? tokens.Unreadable);
    }

    private async Task<Result> AcceptAsync(RotationRecord rotation, TenantToken fresh, string how, CancellationToken cancellationToken)
    {
        TokenReference stored = await StoreAsync(rotation, fresh, "new", cancellationToken);
        long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
        rotation = await rotations.UpdateAsync(
            rotation.RotationId,
            current => current with
            {
                StartTookEffect = true,
                NewToken = stored,
                Generation = generation,
                Start = current.Start!.Settled(tookEffect: true),
            },
            cancellationToken);
        string text = $"{how} Both tokens are valid. Hold OneAgent deployments until the ActiveGates are done.";
        await audit.AddAsync(rotation.RotationId, "started", AuditEvent.Product, text, cancellationToken);
        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        if (tokens.GatewayTokenDiffers is { } differs)
        {
            await rotations.UpdateAsync(rotation.RotationId, current => current with { GatewayTokenDiffers = differs }, cancellationToken);
        }

        return Outcome(
            new(rotation.RotationId, SettleTimePassed: false),
            new(TenantTokenCall.Start, CallSent.First, CallAnswer.Accepted, tokens.Agents),
            tokens.Unreadable);
    }

    private static Result Outcome(Input input, CallSituation situation, string? detail)
    {
        CallOutcomes.Judgement judgement = CallOutcomes.Judge(situation);
        return judgement.Verdict switch
        {
            CallVerdict.Done => new(StartVerdict.Started),
            CallVerdict.Wait or CallVerdict.Repeat when !input.SettleTimePassed => new(StartVerdict.LookAgain),
            _ => new(StartVerdict.Hold, judgement.HoldCode, CallMessages.From(situation, judgement, detail)),
        };
    }

    /// <exception cref="CallRaceException">Another run has recorded something else meanwhile.</exception>
    private Task<RotationRecord> UpdateAsync(
        RotationRecord rotation,
        CallAttempt? last,
        CallAttempt next,
        CancellationToken cancellationToken)
        => rotations.UpdateAsync(
            rotation.RotationId,
            current => current.Start == last ? current with { Start = next } : throw new CallRaceException(TenantTokenCall.Start),
            cancellationToken);

    private async Task<TokenReference> StoreAsync(
        RotationRecord rotation,
        TenantToken token,
        string role,
        CancellationToken cancellationToken)
    {
        string fingerprint = token.Fingerprint(rotation.RotationId);
        Dictionary<string, string> tags = new() { ["rotation"] = rotation.RotationId, ["role"] = role, ["fingerprint"] = fingerprint };
        return new(
            await vault.WriteAsync(options.Environment(rotation.EnvironmentId).TenantTokenSecret, token, tags, cancellationToken),
            fingerprint);
    }

    /// <summary>Asks to start or to recover a start.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="SettleTimePassed">True when connection info has been asked for long enough.</param>
    public sealed record Input(string RotationId, bool SettleTimePassed);

    /// <summary>What came of a start.</summary>
    /// <param name="Verdict">What to do next.</param>
    /// <param name="Code">Hold: why, for machines.</param>
    /// <param name="Message">Hold: why, for people.</param>
    public sealed record Result(StartVerdict Verdict, string? Code = null, string? Message = null);
}
