using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Sweeping;

/// <summary>
/// Ends the sweep. The old token is no longer needed, so its vault version is disabled (docs/invariants.md#i2). Targets that came back too
/// late for a command become Unreachable instead of staying Pending for ever.
/// </summary>
public sealed class EndSweep(
    RotationLedger rotations,
    TargetLedger targets,
    TokenVault vault,
    EnvironmentClaim claim,
    RotationOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, EndSweep.Result>
{
    private const string Over = "sweep-ended";

    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("EndSweep");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input, cancellationToken);
        int left = all.Count(static target => !target.IsOnNewToken);
        foreach (TargetRecord target in all.Where(static target => target.State is TargetState.Pending))
        {
            await targets.UpdateAsync(
                input,
                target.TargetId,
                static current => current.State is TargetState.Pending ? NeverSent(current) : current,
                cancellationToken);
        }

        if (rotation is { SweepEndedAt: null, OldToken: { } old })
        {
            await vault.DisableAsync(options.Environment(rotation.EnvironmentId).TenantTokenSecret, old.Version, cancellationToken);
            await claim.ReleaseAsync(rotation with { SweepEndedAt = time.GetUtcNow() }, cancellationToken);
            await rotations.UpdateAsync(
                input,
                current => current with { SweepEndedAt = current.SweepEndedAt ?? time.GetUtcNow() },
                cancellationToken);
            await audit.AddAsync(
                input,
                "sweep-ended",
                AuditEvent.Product,
                $"The old token's vault version is disabled; {left} targets are not on the new token.",
                cancellationToken);
        }

        return new(left);
    }

    private static TargetRecord NeverSent(TargetRecord target)
        => target.MoveTo(
            TargetState.Unreachable,
            TargetCause.SweepEnded,
            Over,
            "It came back after the sweep had ended, so this rotation no longer gives it the new token.");

    /// <summary>The result of a sweep.</summary>
    /// <param name="Left">The number of targets without the new token, which stay offline until a person acts.</param>
    public sealed record Result(int Left);
}
