using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Waves;

/// <summary>Everything of a component that failed or could not be reached is pending again.</summary>
public sealed class RetryFailed(TargetLedger targets, AuditTrail audit) : IActivity<RetryFailed.Input, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, int> Name { get; } = new("RetryFailed");

    /// <summary>Gives how many are tried again.</summary>
    public async Task<int> RunAsync(Input input, CancellationToken cancellationToken)
    {
        TargetRecord[] again =
        [
            .. (await targets.ListAsync(input.RotationId, cancellationToken))
                .Where(target => target.Component == input.Component && target.CanBeRetried)
                .Select(static target => target.ResetForRetry(TargetCause.RetryAsked)),
        ];
        await targets.PutAsync(input.RotationId, again, cancellationToken);
        await audit.AddAsync(
            input.RotationId,
            "retried",
            AuditEvent.Product,
            $"{again.Length} {input.Component} targets are tried again.",
            cancellationToken);
        return again.Length;
    }

    /// <summary>Asks to try again what failed.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="Component">Of which component.</param>
    public sealed record Input(string RotationId, Component Component);
}
