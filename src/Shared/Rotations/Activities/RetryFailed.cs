using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Everything of a component that failed or could not be reached is pending again.</summary>
public sealed class RetryFailed(TargetLedger targets, AuditTrail audit) : IActivity<RetryFailedInput, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<RetryFailedInput, int> Name { get; } = new("RetryFailed");

    /// <summary>Gives how many are tried again.</summary>
    public async Task<int> RunAsync(RetryFailedInput input, CancellationToken cancellationToken)
    {
        TargetRecord[] again =
        [
            .. (await targets.ListAsync(input.RotationId, cancellationToken))
                .Where(target => target.Component == input.Component && target.CanBeRetried)
                .Select(static target => target.Again()),
        ];
        await targets.PutAsync(input.RotationId, again, cancellationToken);
        await audit.AddAsync(input.RotationId, "retried", AuditEvent.Product, $"{again.Length} {input.Component} targets are tried again.", cancellationToken);
        return again.Length;
    }
}
