using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// How long commands of the given action may still be obeyed by hosts where they would do harm: applies on hosts that are not restored
/// before cancel, restores on hosts that are not on the new token before finish, and whatever was sent before a rotation is closed as it
/// is.
/// </summary>
public sealed class ReadLateRunCommands(TargetLedger targets) : IActivity<ReadLateRunCommands.Input, ReadLateRunCommands.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("ReadLateCommands");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
        return new(input.Action switch
        {
            TargetAction.Apply
                => all.Where(static target => target.State is not TargetState.Restored).Max(static target => target.ApplyNotAfter),
            TargetAction.Restore => all.Where(static target => !target.IsOnNewToken).Max(static target => target.RestoreNotAfter),
            _ => all.Select(static target => target.ApplyNotAfter).Concat(all.Select(static target => target.RestoreNotAfter)).Max(),
        });
    }

    /// <summary>Commands that hosts could still obey.</summary>
    /// <param name="Until">When the last of them has expired; null when there is none.</param>
    public sealed record Result(DateTimeOffset? Until);

    /// <summary>Asks how long late commands may still arrive.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="Action">Commands of which action that would do harm; null for every command that changes a host.</param>
    public sealed record Input(string RotationId, TargetAction? Action);
}
