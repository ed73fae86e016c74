using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Carries out that the approvers chose to go on without the exceptions of a gate: each becomes Skipped, with their names and reasons
/// (docs/invariants.md#i6: accepted by name).
/// </summary>
public sealed class SkipExceptions(TargetLedger targets, GateLedger gates, AuditTrail audit) : IActivity<GateInput, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<GateInput, int> Name { get; } = new("SkipRest");

    /// <summary>Returns how many targets were left out.</summary>
    public async Task<int> RunAsync(GateInput input, CancellationToken cancellationToken)
    {
        List<Vote> votes = await gates.ListVotesAsync(input.RotationId, input.GateId, cancellationToken)
            .Where(static vote => vote.Choice is GateChoice.Skip)
            .ToListAsync(cancellationToken);

        string by = string.Join(", ", votes.Select(static vote => vote.By));
        string reason = votes.Select(static vote => vote.Comment).FirstOrDefault(static comment => !string.IsNullOrWhiteSpace(comment))
            ?? $"Left out at gate {input.GateId}.";
        int skipped = 0;
        await foreach (ExceptionItem item in gates.ListExceptionsAsync(input.RotationId, input.GateId, cancellationToken))
        {
            if (item.TargetId is not { } targetId)
            {
                continue;
            }

            TargetRecord now = await targets.UpdateAsync(
                input.RotationId,
                targetId,
                current => current.IsOnNewToken ? current : Skipped(current, reason, by),
                cancellationToken);
            skipped += now.State is TargetState.Skipped ? 1 : 0;
        }

        await audit.AddAsync(
            input.RotationId,
            "skipped",
            by,
            $"{skipped} targets of gate {input.GateId} are left out: {reason}",
            cancellationToken);
        return skipped;
    }

    private static TargetRecord Skipped(TargetRecord target, string reason, string by)
        => target.MoveTo(TargetState.Skipped, TargetCause.SkippedAtGate, "skipped-at-gate", reason) with
        {
            SkippedBy = by,
            IsAccepted = true,
        };
}
