using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Calls start, once in effect wherever the process dies (design §2.2). Start is not idempotent and its answer holds the only copy of the token,
/// so the attempt stands in the ledger before the call, and an attempt without an answer is recovered through connection info.
/// </summary>
public sealed class StartRotation(
    RotationLedger rotations,
    TargetLedger targets,
    TokenVault vault,
    DynatraceEnvironments environments,
    RotationOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<StartInput, StartOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<StartInput, StartOutcome> Name { get; } = new(nameof(StartRotation));

    private static StartOutcome Started => new(StartVerdict.Started);

    private static StartOutcome LookAgain => new(StartVerdict.LookAgain);

    /// <inheritdoc />
    public async Task<StartOutcome> RunAsync(StartInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Owned)
        {
            return Started;
        }

        if (rotation is { AdoptionAsked: true, AdoptGateId: null })
        {
            return new(StartVerdict.AskToAdopt);
        }

        DynatraceEnvironment dynatrace = environments.For(rotation.EnvironmentId);
        TenantToken inForce = await dynatrace.ConnectionInfo.GetAgentTokenAsync(cancellationToken);
        if (rotation.AdoptionAsked)
        {
            return await AdoptForeignAsync(rotation, inForce, cancellationToken);
        }

        if (rotation.Start is not { Answered: false } unanswered)
        {
            rotation = await KeepOldAsync(rotation, inForce, cancellationToken);
            return await CallAsync(rotation, dynatrace, isRecovery: false, cancellationToken);
        }

        if (inForce.Fingerprint(rotation.RotationId) != rotation.OldToken!.Fingerprint)
        {
            return await AdoptAsync(rotation, inForce, "Connection info shows the token of a start that was not answered.", cancellationToken);
        }

        if (!unanswered.Refused)
        {
            // Nothing has changed: a second call can do no harm. Either it starts, or its 400 says that the first one did.
            return await CallAsync(rotation, dynatrace, isRecovery: true, cancellationToken);
        }

        return input.SettleTimePassed
            ? new(StartVerdict.Hold, HoldCodes.StartNotSettled, "Start was answered 'already in progress', but connection info still shows the old token. No host was touched. Look at Dynatrace and resume.")
            : LookAgain;
    }

    /// <summary>I2: before anything can change, the token in force is in the vault.</summary>
    private async Task<RotationRecord> KeepOldAsync(RotationRecord rotation, TenantToken inForce, CancellationToken cancellationToken)
    {
        TokenReference old = await StoreAsync(rotation, inForce, "old", cancellationToken);
        return await rotations.UpdateAsync(rotation.RotationId, current => current with { OldToken = old }, cancellationToken);
    }

    private async Task<StartOutcome> CallAsync(RotationRecord rotation, DynatraceEnvironment dynatrace, bool isRecovery, CancellationToken cancellationToken)
    {
        rotation = await rotations.UpdateAsync(rotation.RotationId, current => current with { Start = CallAttempt.After(current.Start, time.GetUtcNow()) }, cancellationToken);
        await audit.AddAsync(rotation.RotationId, "start-sent", AuditEvent.Product, $"Attempt {rotation.Start!.Number}.", cancellationToken);
        switch (await dynatrace.TenantTokens.StartAsync(cancellationToken))
        {
            case TenantTokenAnswer.Accepted accepted:
                return await AdoptAsync(rotation, accepted.Active, "Start was answered with the new token.", cancellationToken);
            case TenantTokenAnswer.WrongState when isRecovery:
                await rotations.UpdateAsync(rotation.RotationId, current => current with { Start = current.Start! with { Refused = true } }, cancellationToken);
                return LookAgain;
            case TenantTokenAnswer.WrongState:
                await rotations.UpdateAsync(rotation.RotationId, current => current with { Start = current.Start! with { Answered = true, Refused = true } }, cancellationToken);
                return new(StartVerdict.Hold, HoldCodes.ForeignRotation, "Somebody else's rotation is open in this environment. No host was touched. Wait until it has ended and resume, take it over with adopt, or abort.");
            default:
                return LookAgain;
        }
    }

    /// <summary>Somebody else's rotation can be driven only when its old token is in our vault and every probed host still carries it.</summary>
    private async Task<StartOutcome> AdoptForeignAsync(RotationRecord rotation, TenantToken inForce, CancellationToken cancellationToken)
    {
        string? old = rotation.OldToken?.Fingerprint;
        string[] others =
        [
            .. (await targets.ListAsync(rotation.RotationId, cancellationToken))
                .Where(target => target.Probe is not null && target.Probe.Fingerprint != old)
                .Select(static target => target.Name),
        ];
        if (old is not null && old != inForce.Fingerprint(rotation.RotationId) && others.Length == 0)
        {
            return await AdoptAsync(rotation, inForce, "Somebody else's rotation was taken over, as the approvers allowed.", cancellationToken);
        }

        return new(StartVerdict.Hold, HoldCodes.AdoptionImpossible, others.Length == 0
            ? "The old token of somebody else's rotation is not in the vault, so it cannot be taken over. Wait until it has ended and resume, or abort."
            : $"{others.Length} hosts do not carry the old token of somebody else's rotation ({string.Join(", ", others.Take(5))}), so it cannot be taken over. Wait until it has ended and resume, or abort.");
    }

    private async Task<StartOutcome> AdoptAsync(RotationRecord rotation, TenantToken fresh, string how, CancellationToken cancellationToken)
    {
        TokenReference stored = await StoreAsync(rotation, fresh, "new", cancellationToken);
        long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
        await rotations.UpdateAsync(
            rotation.RotationId,
            current => current with { Owned = true, NewToken = stored, Generation = generation, Start = current.Start! with { Answered = true } },
            cancellationToken);
        await audit.AddAsync(rotation.RotationId, "started", AuditEvent.Product, $"{how} Both tokens are valid. Hold OneAgent deployments until the ActiveGates are done.", cancellationToken);
        return Started;
    }

    private async Task<TokenReference> StoreAsync(RotationRecord rotation, TenantToken token, string role, CancellationToken cancellationToken)
    {
        string fingerprint = token.Fingerprint(rotation.RotationId);
        Dictionary<string, string> tags = new() { ["rotation"] = rotation.RotationId, ["role"] = role, ["fingerprint"] = fingerprint };
        return new(await vault.WriteAsync(options.Environment(rotation.EnvironmentId).TenantTokenSecret, token, tags, cancellationToken), fingerprint);
    }
}
