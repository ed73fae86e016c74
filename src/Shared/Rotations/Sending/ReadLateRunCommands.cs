using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Finds out how long hosts may still obey commands that would do harm: applies on hosts that are not restored before cancel, restores on
/// hosts without the new token before finish, and every command before a rotation is closed as it is.
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

    /// <summary>The commands that hosts could still obey.</summary>
    /// <param name="Until">When the last of them expires (UTC); null when there is none.</param>
    public sealed record Result(DateTimeOffset? Until);

    /// <summary>The input for finding late commands.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Action">The action of the commands that would do harm; null for every command that changes a host.</param>
    public sealed record Input(string RotationId, TargetAction? Action);
}
