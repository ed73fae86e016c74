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
/// Calls start so that it takes effect once, wherever the process dies (docs/calls.md). Start is not idempotent, and its answer contains
/// the only copy of the token. So the attempt is recorded in the ledger before the call, and an attempt without a known answer is recovered
/// through connection info.
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

    /// <summary>Stores the token in force in the vault before anything can change (docs/invariants.md#i2).</summary>
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
            // The answer contains the only copy of the token, so it is stored before anything else.
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
        bool stoodOurClaim = rotation.ClaimVersion is not null; // one that was lost and taken again is not permanent yet
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
            // The token in force at the attempt was the other rotation's new token, not the old one.
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

    /// <exception cref="CallRaceException">Another run of this activity has recorded another attempt meanwhile.</exception>
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

    /// <summary>The input for starting, or for recovering a start.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="SettleTimePassed">True when connection info has been read for long enough.</param>
    public sealed record Input(string RotationId, bool SettleTimePassed);

    /// <summary>The result of a start.</summary>
    /// <param name="Verdict">What to do next.</param>
    /// <param name="Code">For Hold: the code of the reason; otherwise null.</param>
    /// <param name="Message">For Hold: the reason for people; otherwise null.</param>
    public sealed record Result(StartVerdict Verdict, string? Code = null, string? Message = null);
}
