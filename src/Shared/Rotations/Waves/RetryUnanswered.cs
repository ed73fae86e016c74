using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Makes targets pending again whose command never answered, once that command can no longer change the host. As with a machine that is
/// off, the next round may reach it.
/// </summary>
public sealed class RetryUnanswered(TargetLedger targets, AuditTrail audit, TimeProvider time) : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("RetryUnanswered");

    /// <summary>Returns the number of targets that are tried again.</summary>
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        TargetRecord[] again =
        [
            .. (await targets.ListAsync(input, cancellationToken))
                .Where(target => target is { State: TargetState.Inconclusive, Code: TargetVerdict.NoAnswer, CanBeRetried: true }
                    && target.ApplyNotAfter <= now)
                .Select(static target => target.ResetForRetry(TargetCause.NeverAnswered)),
        ];
        if (again.Length > 0)
        {
            await targets.PutAsync(input, again, cancellationToken);
            await audit.AddAsync(
                input,
                "retried",
                AuditEvent.Product,
                $"{again.Length} targets whose command never answered are tried again.",
                cancellationToken);
        }

        return again.Length;
    }
}
