using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// A target whose command never answered is pending again, once that command can no longer change the host: as with a machine that is off,
/// the next round may find Azure's way to it open.
/// </summary>
public sealed class RetryUnanswered(TargetLedger targets, AuditTrail audit, TimeProvider time) : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("RetryUnanswered");

    /// <summary>Gives how many are tried again.</summary>
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
