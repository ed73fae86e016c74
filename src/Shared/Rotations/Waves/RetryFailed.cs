using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Waves;

/// <summary>Makes everything of a component pending again that failed or could not be reached.</summary>
public sealed class RetryFailed(TargetLedger targets, AuditTrail audit) : IActivity<RetryFailed.Input, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, int> Name { get; } = new("RetryFailed");

    /// <summary>Returns the number of targets that are tried again.</summary>
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

    /// <summary>The input for trying again what failed.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Component">The component.</param>
    public sealed record Input(string RotationId, Component Component);
}
