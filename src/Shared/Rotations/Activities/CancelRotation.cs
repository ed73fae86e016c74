using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Calls cancel: the new token dies. Refuses unless every touched host is proved to be back on the old token, or accepted by name (I7). Afterwards the
/// old value is the vault's newest version and the discarded one is disabled.
/// </summary>
public sealed class CancelRotation(
    RotationLedger rotations,
    ApprovedRest approved,
    TokenVault vault,
    DynatraceEnvironments environments,
    RotationOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, CallOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, CallOutcome> Name { get; } = new(nameof(CancelRotation));

    /// <inheritdoc />
    /// <exception cref="TimeoutException">The call was not answered: repeat, it can do no harm.</exception>
    public async Task<CallOutcome> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (rotation is not { Owned: true, OldToken: { } old, NewToken: { } discarded })
        {
            throw new InvalidOperationException("Cancel is called only for a rotation that is ours.");
        }

        if (rotation.Cancel is { Answered: true, Refused: false })
        {
            return await KeepOldAsync(rotation, old, discarded, cancellationToken);
        }

        if (rotation.Cancel is null && await approved.WhyNotCancelAsync(input, cancellationToken) is { } reason)
        {
            return new(false, HoldCodes.RestGrew, reason);
        }

        rotation = await rotations.UpdateAsync(input, current => current with { Cancel = CallAttempt.After(current.Cancel, time.GetUtcNow()) }, cancellationToken);
        await audit.AddAsync(input, "cancel-sent", AuditEvent.Product, $"Attempt {rotation.Cancel!.Number}.", cancellationToken);
        DynatraceEnvironment dynatrace = environments.For(rotation.EnvironmentId);
        TenantTokenAnswer answer = await dynatrace.TenantTokens.CancelAsync(cancellationToken);
        if (answer is TenantTokenAnswer.Unanswered unanswered)
        {
            throw new TimeoutException($"Cancel was not answered ({unanswered.Reason}).");
        }

        string inForce = (await dynatrace.ConnectionInfo.GetAgentTokenAsync(cancellationToken)).Fingerprint(input);
        bool isDone = inForce == old.Fingerprint;
        await rotations.UpdateAsync(input, current => current with { Cancel = current.Cancel! with { Answered = true, Refused = !isDone } }, cancellationToken);
        if (isDone)
        {
            return await KeepOldAsync(rotation, old, discarded, cancellationToken);
        }

        if (inForce != discarded.Fingerprint)
        {
            return new(false, HoldCodes.CancelNotSettled, "Cancel was answered, but the token in force is neither the old nor the new one. Look at Dynatrace and resume.");
        }

        await rotations.UpdateAsync(input, static current => current with { OldTokenIsDead = true }, cancellationToken);
        await audit.AddAsync(input, "alarm", AuditEvent.Product, "Somebody else finished this rotation while it was cancelled: the restored hosts are dark and go forward again at once.", cancellationToken);
        return new(false, HoldCodes.FinishedBySomebodyElse, "Somebody else finished this rotation.");
    }

    private async Task<CallOutcome> KeepOldAsync(RotationRecord rotation, TokenReference old, TokenReference discarded, CancellationToken cancellationToken)
    {
        string secretName = options.Environment(rotation.EnvironmentId).TenantTokenSecret;
        TenantToken token = await vault.ReadAsync(secretName, old.Version, cancellationToken);
        Dictionary<string, string> tags = new() { ["rotation"] = rotation.RotationId, ["role"] = "restored", ["fingerprint"] = old.Fingerprint };
        await vault.WriteAsync(secretName, token, tags, cancellationToken);
        await vault.DisableAsync(secretName, discarded.Version, cancellationToken);
        await audit.AddAsync(rotation.RotationId, "cancelled", AuditEvent.Product, "The old token is in force, the new one is dead.", cancellationToken);
        return new(IsDone: true);
    }
}
