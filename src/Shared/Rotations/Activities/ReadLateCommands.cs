using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// How long commands of the given action may still be obeyed by hosts where they would do harm: applies on hosts that are not restored before
/// cancel, restores on hosts that are not on the new token before finish, and whatever was sent before a rotation is closed as it is.
/// </summary>
public sealed class ReadLateCommands(TargetLedger targets) : IActivity<LateCommandsInput, LateCommands>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<LateCommandsInput, LateCommands> Name { get; } = new("ReadLateCommands");

    /// <inheritdoc />
    public async Task<LateCommands> RunAsync(LateCommandsInput input, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
        return new(input.Action switch
        {
            TargetAction.Apply => all.Where(static target => target.State is not TargetState.Restored).Max(static target => target.ApplyNotAfter),
            TargetAction.Restore => all.Where(static target => !target.IsOnNewToken).Max(static target => target.RestoreNotAfter),
            _ => all.Select(static target => target.ApplyNotAfter).Concat(all.Select(static target => target.RestoreNotAfter)).Max(),
        });
    }
}
