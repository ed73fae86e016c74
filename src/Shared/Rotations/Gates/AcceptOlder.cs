using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Carries out that a gate's approvers accepted hosts with an older token by name: each becomes pending, and that token may be replaced. A
/// host with another token by now is not changed.
/// </summary>
public sealed class AcceptOlder(TargetLedger targets, GateLedger gates, AuditTrail audit) : IActivity<GateInput, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<GateInput, int> Name { get; } = new("AcceptOlder");

    /// <summary>Returns how many hosts become pending.</summary>
    /// <exception cref="InvalidOperationException">The gate's outcome is another one.</exception>
    public async Task<int> RunAsync(GateInput input, CancellationToken cancellationToken)
    {
        GateRecord? gate = await gates.FindAsync(input.RotationId, input.GateId, cancellationToken);
        if (gate is not { Outcome: GateOutcome.AcceptOlder })
        {
            throw new InvalidOperationException(
                $"Gate {input.GateId} of rotation {input.RotationId} did not accept hosts on an older token.");
        }

        List<string> accepted = [];
        await foreach (ExceptionItem item in gates.ListExceptionsAsync(input.RotationId, input.GateId, cancellationToken))
        {
            if (item is not { TargetId: { } targetId, OlderToken: { } older })
            {
                continue;
            }

            if (await TryAcceptAsync(input.RotationId, targetId, older, cancellationToken))
            {
                accepted.Add($"{item.Name} ({older})");
            }
        }

        List<string> voters = await gates.ListVotesAsync(input.RotationId, input.GateId, cancellationToken)
            .Where(static vote => vote.Choice is GateChoice.AcceptOlder)
            .Select(static vote => vote.By)
            .ToListAsync(cancellationToken);

        string hosts = string.Join(", ", accepted);
        string detail = $"{accepted.Count} hosts on an older token get the new one, accepted at gate {input.GateId}: {hosts}.";
        await audit.AddAsync(input.RotationId, "older-token-accepted", string.Join(", ", voters), detail, cancellationToken);
        return accepted.Count;
    }

    private async Task<bool> TryAcceptAsync(string rotationId, string targetId, string older, CancellationToken cancellationToken)
    {
        bool isAccepted = false;
        await targets.UpdateAsync(
            rotationId,
            targetId,
            current =>
            {
                isAccepted = current.CanAcceptOther && current.OtherFingerprint == older;
                return isAccepted ? current.ResetForRetry(TargetCause.OlderTokenAccepted) with { AcceptedFingerprint = older } : current;
            },
            cancellationToken);
        return isAccepted;
    }
}
