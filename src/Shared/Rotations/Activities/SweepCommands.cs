using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Deletes the run commands of this rotation that are still on machines: Azure allows 25 per machine, and the newest one's protected parameters stay on
/// the host until then. Takes only names whose row is settled, or whose script can no longer run; never another rotation's.
/// </summary>
public sealed class SweepCommands(TargetLedger targets, RunCommandClient client, PolicyOptions policy, AuditTrail audit, TimeProvider time) : IActivity<string, SweepOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, SweepOutcome> Name { get; } = new(nameof(SweepCommands));

    /// <inheritdoc />
    public async Task<SweepOutcome> RunAsync(string input, CancellationToken cancellationToken)
    {
        SweepOutcome total = new(0, 0);
        foreach (TargetRecord target in await targets.ListAsync(input, cancellationToken))
        {
            SendRecord[] standing = [.. (target.LeftBehind ?? []).Append(target.Send).OfType<SendRecord>().Where(static send => send.DeletePending)];
            foreach (SendRecord send in standing)
            {
                bool isDeleted = CanNoLongerRun(send) && await DeleteAsync(target, send, cancellationToken);
                total = isDeleted ? total with { Deleted = total.Deleted + 1 } : total with { Left = total.Left + 1 };
                if (isDeleted)
                {
                    await targets.UpdateAsync(input, target.TargetId, current => Without(current, send), cancellationToken);
                }
            }
        }

        if (total != new SweepOutcome(0, 0))
        {
            await audit.AddAsync(input, "swept", AuditEvent.Product, $"{total.Deleted} run commands deleted from machines, {total.Left} left.", cancellationToken);
        }

        return total;
    }

    private static TargetRecord Without(TargetRecord target, SendRecord send) => target with
    {
        Send = target.Send?.CommandName == send.CommandName ? target.Send with { DeletePending = false } : target.Send,
        LeftBehind = target.LeftBehind?.Where(left => left.CommandName != send.CommandName).ToArray() is { Length: > 0 } left ? left : null,
    };

    private async Task<bool> DeleteAsync(TargetRecord target, SendRecord send, CancellationToken cancellationToken)
        => target.Machine is { } machine && await client.DeleteAsync(machine, RunCommandName.Parse(send.CommandName), cancellationToken) is DeleteAnswer.Deleted;

    /// <summary>A DELETE kills a running script, so an unsettled one must be past its not-after and its timeout.</summary>
    private bool CanNoLongerRun(SendRecord send) => send.Settled || time.GetUtcNow() > send.SentAt + policy.CommandWindow + policy.CommandTimeout;
}
