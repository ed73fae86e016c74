using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Sending;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Deleting;

/// <summary>
/// Deletes the run commands of this rotation that are still on machines: Azure allows 25 per machine, and their protected parameters hold a
/// token until then. It deletes only commands that are settled or can no longer run, and never those of another rotation.
/// </summary>
public sealed class DeleteFinishedRunCommands(
    RotationLedger rotations, TargetLedger targets, RunCommandDeletion deletion, PolicyOptions policy, AuditTrail audit, TimeProvider time)
    : IActivity<string, DeleteFinishedRunCommands.Result>
{
    // Reads are the scarcest: Azure allows 25 a second per subscription.
    private const int SideBySide = 8;

    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("SweepCommands");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        (int deleted, int left) = (0, 0);
        ParallelOptions options = new() { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            (await targets.ListAsync(input, cancellationToken)).Where(static target => target.Standing().Any()),
            options,
            async (target, cancellationToken) =>
            {
                foreach (SendRecord send in target.Standing().ToArray())
                {
                    DeleteOutcome outcome = await DeleteAsync(target, send, cancellationToken);
                    Interlocked.Add(ref outcome.IsGone ? ref deleted : ref left, 1);
                    await targets.UpdateAsync(input, target.TargetId, current => With(current, send, outcome), cancellationToken);
                }
            });

        return await RecordAsync(input, deleted, left, cancellationToken);
    }

    private static TargetRecord With(TargetRecord target, SendRecord send, DeleteOutcome outcome)
    {
        SendRecord swept = send with { DeletePending = !outcome.IsGone, DeleteProblem = outcome.Problem };
        SendRecord[] left =
        [
            .. (target.LeftBehind ?? [])
                .Select(one => one.CommandName == send.CommandName ? swept : one)
                .Where(static one => one.DeletePending),
        ];
        return target with
        {
            Send = target.Send?.CommandName == send.CommandName
                ? target.Send with { DeletePending = swept.DeletePending, DeleteProblem = swept.DeleteProblem }
                : target.Send,
            LeftBehind = left.Length > 0 ? left : null,
        };
    }

    private async Task<Result> RecordAsync(string rotationId, int deleted, int left, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(rotationId, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        bool isOver = rotation.Phase.IsTerminal()
            && ((left is 0 && !rotation.IsToBeSwept) || now >= (rotation.EndedAt ?? rotation.CreatedAt) + policy.Stragglers.Sweep);
        if (rotation.CommandsLeft != left || isOver)
        {
            await rotations.UpdateAsync(
                rotationId,
                current => current with { CommandsLeft = left, CommandsSweptAt = isOver ? now : null },
                cancellationToken);
        }

        if (deleted > 0 || (left > 0 && rotation.CommandsLeft != left))
        {
            IReadOnlyList<RunCommandLeft> named = RunCommandLeft.From(
                await targets.ListAsync(rotationId, cancellationToken),
                isEnded: true);
            await audit.AddAsync(
                rotationId,
                "swept",
                AuditEvent.Product,
                $"{deleted} run commands deleted from machines, {left} left{(left > 0 ? $": {RunCommandLeft.Tell(named)}" : "")}.",
                cancellationToken);
        }

        return new(deleted, left, isOver);
    }

    private async Task<DeleteOutcome> DeleteAsync(TargetRecord target, SendRecord send, CancellationToken cancellationToken)
        => target.Machine switch
        {
            null => new(IsGone: false, "Azure no longer has its machine."),
            _ when !CanNoLongerRun(send) => new(IsGone: false),
            { } machine => await deletion.RunAsync(machine, RunCommandName.Parse(send.CommandName), cancellationToken),
        };

    /// <summary>
    /// Whether the script of a command can no longer run. A DELETE kills a running script, so a command without an outcome must be past its
    /// not-after and its timeout.
    /// </summary>
    private bool CanNoLongerRun(SendRecord send)
        => send.Settled || time.GetUtcNow() > send.SentAt + policy.CommandWindow + policy.CommandTimeout;

    /// <summary>The result of one round of deletions. Changes by addition only.</summary>
    /// <param name="Deleted">The number of run commands that are gone now.</param>
    /// <param name="Left">The number of run commands that are, or may be, still there.</param>
    /// <param name="IsOver">
    /// True when no further round is needed: nothing is left and nothing new will come, or the time for it has passed.
    /// </param>
    public sealed record Result(int Deleted, int Left, bool IsOver = false);
}
