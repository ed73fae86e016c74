using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Makes sure that no command is sent twice, and none while an earlier one may run. Five things do: the attempt gives the command its name;
/// the command is in the ledger before it is sent; Azure is asked for the name before each PUT, so that a repeat follows what is there; the
/// result is in the ledger before the command is deleted; and a target that has arrived or is left out is sent nothing. One case remains:
/// a process that dies right after it has deleted a command that failed sends the same attempt again, and the host repeats it safely.
/// </summary>
public sealed class SendOnce(
    TargetLedger targets,
    PlanLedger plans,
    RunCommandFactory factory,
    RunCommandExecution execution,
    TimeProvider time)
{
    /// <summary>Waits for the end of an earlier command, of another attempt or direction, that may still run on the host.</summary>
    public async Task SettleEarlierAsync(
        TargetRecord target,
        RunCommandName name,
        SendRunCommand.Input input,
        CancellationToken cancellationToken)
    {
        if (target.Send is not { Settled: false } earlier || earlier.CommandName == name.Value)
        {
            return;
        }

        RunCommandRequest request = factory.Follow(target, earlier);
        RunCommandResult result = await execution.RunAsync(request, static _ => Task.FromResult(false), ended: null, cancellationToken);
        await targets.UpdateAsync(
            input.RotationId,
            input.TargetId,
            current => current with { Send = current.Send is null ? null : current.Send.After(result) with { Settled = true } },
            cancellationToken);
    }

    /// <summary>Records a command just before it is sent, if its wave still runs.</summary>
    /// <param name="input">The command.</param>
    /// <param name="name">The command's name on the machine.</param>
    /// <param name="notAfter">Until when its host may begin to obey it, by our clock (UTC).</param>
    /// <param name="row">The target as it was read. If it has been left out or has reached its token since, nothing is recorded.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether the command may be sent.</returns>
    public async Task<bool> TryRecordAsync(
        SendRunCommand.Input input, RunCommandName name, DateTimeOffset notAfter, TargetLedger.Row row, CancellationToken cancellationToken)
    {
        if ((await plans.StatusAsync(input.RotationId, input.Wave, cancellationToken)).Stopped)
        {
            return false;
        }

        DateTimeOffset now = time.GetUtcNow();
        SendRecord send = new(name.Value, input.Action, input.Generation, input.Attempt, now, Settled: false, DeletePending: true);
        TargetRecord recorded = await targets.UpdateAsync(
            row,
            current => current.IsOverFor(input.Action) ? current : Sent(current, send, notAfter),
            cancellationToken);
        return recorded.Send == send;
    }

    private static TargetRecord Sent(TargetRecord current, SendRecord send, DateTimeOffset notAfter) => current with
    {
        Send = send,
        LeftBehind = current.Send is { DeletePending: true } earlier && earlier.CommandName != send.CommandName
            ? [.. current.LeftBehind ?? [], earlier]
            : current.LeftBehind,
        ApplyNotAfter = send.Action is TargetAction.Apply ? Later(current.ApplyNotAfter, notAfter) : current.ApplyNotAfter,
        RestoreNotAfter = send.Action is TargetAction.Restore ? Later(current.RestoreNotAfter, notAfter) : current.RestoreNotAfter,
    };

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
