using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Gates;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// Calls cancel, which makes the new token invalid. Refuses unless the token in force is this rotation's, and every changed host is proved
/// to have the old token again or accepted by name (docs/invariants.md#i3, #i7). Afterwards the old token is the vault's newest version,
/// and the discarded one is disabled.
/// </summary>
public sealed class CancelRotation(
    RotationLedger rotations,
    ApprovedExceptions approved,
    CallOnce calls,
    TokenVault vault,
    RotationOptions options,
    AuditTrail audit) : IActivity<CallInput, CallOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<CallInput, CallOutcome> Name { get; } = new("CancelRotation");

    private CallPolicy Policy => new(
        TenantTokenCall.Cancel,
        static rotation => rotation.Cancel,
        static (rotation, attempt) => rotation with { Cancel = attempt },
        static (dynatrace, cancellationToken) => dynatrace.CancelAsync(cancellationToken),
        approved.WhyNotCancelAsync);

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">Start has not taken effect for this rotation.</exception>
    public async Task<CallOutcome> RunAsync(CallInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation is not { StartTookEffect: true, OldToken: { } old, NewToken: { } discarded })
        {
            throw new InvalidOperationException("Cancel is called only for a rotation that this program started or took over.");
        }

        if (rotation.Cancel is { TookEffect: true })
        {
            return await KeepOldAsync(rotation, old, discarded, cancellationToken);
        }

        CallResult result = await calls.RunAsync(rotation, Policy, cancellationToken);
        switch (result.Judgement.Verdict)
        {
            case CallVerdict.Done or CallVerdict.DoneBySomebodyElse:
                bool isOurs = result.Judgement.Verdict is CallVerdict.Done;
                rotation = await rotations.UpdateAsync(
                    input.RotationId,
                    current => current with { EndedBySomebodyElse = !isOurs },
                    cancellationToken);
                return await KeepOldAsync(rotation, old, discarded, cancellationToken);
            case CallVerdict.GoForward:
                await rotations.UpdateAsync(input.RotationId, static current => current with { OldTokenIsDead = true }, cancellationToken);
                await audit.AddAsync(input.RotationId, "alarm", AuditEvent.Product, result.Message, cancellationToken);
                return new(IsDone: false, ParkCodes.FinishedBySomebodyElse, result.Message);
            default:
                return result.ToOutcome(rotation, input);
        }
    }

    private async Task<CallOutcome> KeepOldAsync(
        RotationRecord rotation,
        TokenReference old,
        TokenReference discarded,
        CancellationToken cancellationToken)
    {
        string secretName = options.Environment(rotation.EnvironmentId).TenantTokenSecret;
        TenantToken token = await vault.ReadAsync(secretName, old.Version, cancellationToken);
        Dictionary<string, string> tags = new()
        {
            ["rotation"] = rotation.RotationId,
            ["role"] = "restored",
            ["fingerprint"] = old.Fingerprint,
        };
        await vault.WriteAsync(secretName, token, tags, cancellationToken);
        await vault.DisableAsync(secretName, discarded.Version, cancellationToken);
        string who = rotation.EndedBySomebodyElse ? " Somebody else cancelled it." : "";
        await audit.AddAsync(
            rotation.RotationId,
            "cancelled",
            AuditEvent.Product,
            $"The old token is in force, the new one is dead.{who}",
            cancellationToken);
        return new(IsDone: true);
    }
}
