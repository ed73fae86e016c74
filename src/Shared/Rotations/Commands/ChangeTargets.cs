using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Commands;

/// <summary>
/// Carries out an operator's command about targets: try them again, or leave one out. A target with a command in flight is not changed; the
/// audit trail says so.
/// </summary>
public sealed class ChangeTargets(RotationLedger rotations, TargetLedger targets, OperatorCommandLedger commands, AuditTrail audit)
    : IActivity<OperatorCommandInput, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<OperatorCommandInput, bool> Name { get; } = new("ChangeTargets");

    /// <inheritdoc />
    public async Task<bool> RunAsync(OperatorCommandInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (await commands.NextAsync(rotation, cancellationToken)
            is not { Kind: OperatorCommandKind.Retry or OperatorCommandKind.Skip } command
            || command.Number != input.Number)
        {
            return false;
        }

        List<string> changed = [];
        foreach (TargetRecord target in (await targets.ListAsync(input.RotationId, cancellationToken))
            .Where(target => command.TargetId is null ? target.CanBeRetried : target.TargetId == command.TargetId))
        {
            TargetRecord before = target;
            TargetRecord after = await targets.UpdateAsync(
                input.RotationId, target.TargetId, current => Changed(before = current, command), cancellationToken);
            if (after != before)
            {
                changed.Add(after.Name);
            }
        }

        await rotations.UpdateAsync(
            input.RotationId, current => current with { CommandsTaken = Math.Max(current.CommandsTaken, command.Number) },
            cancellationToken);
        string what = command.Kind is OperatorCommandKind.Retry ? "tried again" : "left out";
        string names = changed.Count == 0 ? "there was nothing to change"
            : string.Join(", ", changed.Take(10)) + (changed.Count > 10 ? $" and {changed.Count - 10} more" : "");
        await audit.AddAsync(
            input.RotationId, "targets-changed", command.By, $"{changed.Count} targets are {what}: {names}.", cancellationToken);
        return true;
    }

    private static TargetRecord Changed(TargetRecord target, OperatorCommand command) => command.Kind switch
    {
        OperatorCommandKind.Retry when target.CanBeRetried => target.ResetForRetry(TargetCause.RetryAsked),
        OperatorCommandKind.Skip when target is { IsOnNewToken: false, Send: null or { Settled: true } }
            => target.MoveTo(TargetState.Skipped, TargetCause.SkippedByOperator, "skipped", command.Reason) with { SkippedBy = command.By },
        _ => target,
    };
}
