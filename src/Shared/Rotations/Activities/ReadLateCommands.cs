using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// How long commands of the given action may still be obeyed by hosts where they would do harm: applies on hosts that are not restored before
/// cancel, restores on hosts that are not on the new token before finish.
/// </summary>
public sealed class ReadLateCommands(TargetLedger targets) : IActivity<LateCommandsInput, LateCommands>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<LateCommandsInput, LateCommands> Name { get; } = new(nameof(ReadLateCommands));

    /// <inheritdoc />
    public async Task<LateCommands> RunAsync(LateCommandsInput input, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
        return new(input.Action is TargetAction.Apply
            ? all.Where(static target => target.State is not TargetState.Restored).Max(static target => target.ApplyNotAfter)
            : all.Where(static target => !target.IsOnNewToken).Max(static target => target.RestoreNotAfter));
    }
}
