using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Activities;

/// <summary>Ends the sweep: nobody needs the old token any more, so its vault version is disabled (I2).</summary>
public sealed class EndSweep(RotationLedger rotations, TargetLedger targets, TokenVault vault, RotationOptions options, AuditTrail audit, TimeProvider time) : IActivity<string, SweepEnd>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, SweepEnd> Name { get; } = new(nameof(EndSweep));

    /// <inheritdoc />
    public async Task<SweepEnd> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        int left = (await targets.ListAsync(input, cancellationToken)).Count(static target => !target.IsOnNewToken);
        if (rotation is { SweepEndedAt: null, OldToken: { } old })
        {
            await vault.DisableAsync(options.Environment(rotation.EnvironmentId).TenantTokenSecret, old.Version, cancellationToken);
            await rotations.UpdateAsync(input, current => current with { SweepEndedAt = current.SweepEndedAt ?? time.GetUtcNow() }, cancellationToken);
            await audit.AddAsync(input, "sweep-ended", AuditEvent.Product, $"The old token's vault version is disabled; {left} targets are not on the new token.", cancellationToken);
        }

        return new(left);
    }
}
