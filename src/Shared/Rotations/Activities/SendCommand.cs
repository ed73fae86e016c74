using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.RunCommand;
using TenantTokens.Watches;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Runs one command on one host and writes down what came of it: one ledger write before it is sent, one when it has ended and one when it is deleted. Repeated
/// with the same attempt it follows the command that is there; one that is gone is known by what was written, and not sent again.
/// </summary>
public sealed class SendCommand(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    PoolLeases pools,
    HostCommand host,
    ClockCheck clock,
    RunCommandExecution execution,
    RunCommandClient client,
    PolicyOptions policy,
    TimeProvider time) : IActivity<SendInput, SendOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<SendInput, SendOutcome> Name { get; } = new(nameof(SendCommand));

    /// <inheritdoc />
    public async Task<SendOutcome> RunAsync(SendInput input, CancellationToken cancellationToken)
    {
        TargetRow row = await targets.ReadAsync(input.RotationId, input.TargetId, cancellationToken);
        TargetRecord target = row.Target;
        if (IsSettled(target, input))
        {
            return new(target.State, AwaitOnline: target is { Component: Component.ActiveGate, State: not TargetState.Skipped, Online: not true });
        }

        if (await WaitForTurnAsync(target, input, cancellationToken) is { } later)
        {
            return new(TargetState.Pending, RetryAt: later);
        }

        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Paused && input.Action is TargetAction.Apply && target.Send is not { Settled: false })
        {
            return new(TargetState.Pending);
        }

        RunCommandName name = RunCommandName.Create(input.RotationId, input.TargetId, input.Action.ToString(), input.Generation, input.Attempt);
        await SettleEarlierAsync(target, name, input, cancellationToken);

        if ((target.ClockMoved || target.Probe is null) && input.Action is not TargetAction.Probe)
        {
            ClockCheckOutcome look = await clock.LookAsync(rotation, target, input, cancellationToken);
            if (look.Instead is { } instead)
            {
                await (instead.RetryAt is null ? EndTurnAsync(target, input, cancellationToken) : Task.CompletedTask);
                return instead;
            }

            target = look.Target;
        }

        (RunCommandRequest request, DateTimeOffset notAfter) = await host.WriteAsync(rotation, target, input.Action, input.Generation, name, cancellationToken);
        bool wasTouched = target.IsTouched;
        bool isRecorded = false;
        RunCommandResult result = await execution.RunAsync(request, sending => MaySendAsync(input, name, notAfter, row, sending), EndedAsync, cancellationToken);
        if (result is RunCommandResult.Throttled throttled)
        {
            return new(TargetState.Pending, RetryAt: throttled.Until);
        }

        TargetVerdict verdict = VerdictOf(result, input.Action, rotation, wasTouched);
        bool awaitOnline = verdict is { IsProved: true } && input.Action is not TargetAction.Probe && target.Component is Component.ActiveGate;
        RunCommandCount? count = await CountAsync(request.Machine, input, result, cancellationToken);
        TargetRecord recorded = await targets.UpdateAsync(
            input.RotationId,
            input.TargetId,
            current => (isRecorded ? current : Ended(current, rotation, input, result, verdict)) with { RunCommands = count ?? current.RunCommands, Send = SendAfter(current, name, result) },
            cancellationToken);
        if (input.Action is TargetAction.Apply && WaveBudget.Counts(recorded, policy.FailureBudget) && (input.IsLastTry || !verdict.IsRetryable))
        {
            await plans.CountFailureAsync(input.RotationId, input.Wave, input.TargetId, cancellationToken);
        }

        if (!awaitOnline)
        {
            await EndTurnAsync(target, input, cancellationToken);
        }

        return new(verdict.State, verdict.IsRetryable, awaitOnline);

        // The wave's budget counts it later, as does whoever asks what is left on the machine.
        async Task EndedAsync(RunCommandResult ended, CancellationToken stop)
        {
            TargetVerdict ofIt = VerdictOf(ended, input.Action, rotation, wasTouched);
            await targets.UpdateAsync(input.RotationId, input.TargetId, current => Ended(current, rotation, input, ended, ofIt) with { Send = SendAfter(current, name, ended) }, stop);
            isRecorded = true;
        }
    }

    private static TargetVerdict VerdictOf(RunCommandResult result, TargetAction action, RotationRecord rotation, bool wasTouched)
    {
        string? wanted = action switch { TargetAction.Apply => rotation.NewToken?.Fingerprint, TargetAction.Restore => rotation.OldToken?.Fingerprint, _ => null };
        TargetVerdict verdict = TargetVerdict.Of(result, action, wanted);

        // Current already and touched by us: it was us, in a run whose answer was lost.
        return verdict.State is TargetState.AlreadyCurrent && wasTouched ? verdict with { State = TargetState.Rotated } : verdict;
    }

    private static bool IsSettled(TargetRecord target, SendInput input) => input.Action switch
    {
        TargetAction.Apply => target.IsOnNewToken || target.State is TargetState.Skipped,
        TargetAction.Restore => target.State is TargetState.Restored,
        _ => target is { Probe: not null, NeedsProof: null },
    };

    /// <summary>A command from before, of another attempt or direction, may still run on the host: its end comes first.</summary>
    private async Task SettleEarlierAsync(TargetRecord target, RunCommandName name, SendInput input, CancellationToken cancellationToken)
    {
        if (target.Send is not { Settled: false } earlier || earlier.CommandName == name.Value)
        {
            return;
        }

        RunCommandResult result = await execution.RunAsync(host.Follow(target, earlier), static _ => Task.FromResult(false), ended: null, cancellationToken);
        await targets.UpdateAsync(
            input.RotationId,
            input.TargetId,
            current => current with { Send = current.Send is null ? null : current.Send.After(result) with { Settled = true } },
            cancellationToken);
    }

    /// <summary>Just before the send: the wave must still run, and the ledger must know of the command before the host does.</summary>
    private async Task<bool> MaySendAsync(SendInput input, RunCommandName name, DateTimeOffset notAfter, TargetRow row, CancellationToken cancellationToken)
    {
        if ((await plans.StatusAsync(input.RotationId, input.Wave, cancellationToken)).Stopped)
        {
            return false;
        }

        SendRecord send = new(name.Value, input.Action, input.Generation, input.Attempt, time.GetUtcNow(), Settled: false, DeletePending: true);
        await targets.UpdateAsync(
            row,
            current => current with
            {
                Send = send,
                LeftBehind = current.Send is { DeletePending: true } earlier && earlier.CommandName != send.CommandName ? [.. current.LeftBehind ?? [], earlier] : current.LeftBehind,
                ApplyNotAfter = input.Action is TargetAction.Apply ? Later(current.ApplyNotAfter, notAfter) : current.ApplyNotAfter,
                RestoreNotAfter = input.Action is TargetAction.Restore ? Later(current.RestoreNotAfter, notAfter) : current.RestoreNotAfter,
            },
            cancellationToken);
        return true;
    }

    /// <summary>What the end of the command says of the target.</summary>
    private TargetRecord Ended(TargetRecord current, RotationRecord rotation, SendInput input, RunCommandResult result, TargetVerdict verdict)
    {
        HostReport? report = (result as RunCommandResult.Completed)?.Report;
        DateTimeOffset now = time.GetUtcNow();
        return OlderToken.Note(
            input.Action is TargetAction.Probe && current.NeedsProof is not null ? ProofRules.AfterReprobe(current, report, verdict, rotation, now) : Verdict(current, input, verdict),
            report,
            rotation) with
        {
            Online = input.Action is TargetAction.Probe ? current.Online : null,
            Probe = input.Action is TargetAction.Probe && report is not null
                ? Probed(report, current.Send, now) with { Beside = FoundComponent.In(report, rotation.EnvironmentId), Omitted = report.Omitted }
                : current.Probe,
            ClockMoved = IsClockMoved(input, report, current, now),
            Stale = report is null ? current.Stale : report.Stale,
            Leftovers = report is null ? current.Leftovers : report.Leftovers,
        };
    }

    /// <summary>What is known of the last command. One that was not sent says nothing of the one before it, which may still stand on the machine.</summary>
    private static SendRecord? SendAfter(TargetRecord current, RunCommandName name, RunCommandResult result)
        => current.Send is { } send && send.CommandName == name.Value ? send.After(result) : current.Send;

    /// <summary>A probe also counts what stands on the machine: Azure takes 25, and a command that finds no room is a host left behind.</summary>
    private async Task<RunCommandCount?> CountAsync(Machine machine, SendInput input, RunCommandResult result, CancellationToken cancellationToken)
        => input.Action is TargetAction.Probe && result is (RunCommandResult.Completed or RunCommandResult.Refused) ? await client.CountAsync(machine, cancellationToken) : null;

    private TargetRecord Verdict(TargetRecord current, SendInput input, TargetVerdict verdict)
    {
        bool isProof = verdict.IsProved && input.Action is not TargetAction.Probe;
        return current with
        {
            State = verdict.State,
            Code = verdict.Code,
            Message = verdict.Message,
            ProvedAt = isProof ? time.GetUtcNow() : current.ProvedAt,
            NeedsProof = isProof ? null : current.NeedsProof,
        };
    }

    internal static ProbeRecord Probed(HostReport report, SendRecord? send, DateTimeOffset now)
        => new(now, ClockSkew.Of(send?.SentAt ?? now, now, report.Clock).Seconds, report.Fingerprint, report.Version, report.HostId);

    /// <summary>
    /// Any report shows the host's clock: when the probe's skew can no longer be true, the next command waits for another probe.
    /// </summary>
    private static bool IsClockMoved(SendInput input, HostReport? report, TargetRecord current, DateTimeOffset now)
        => input.Action is not TargetAction.Probe && report is not null && current.Send is { } send
            ? ClockSkew.Of(send.SentAt, now, report.Clock).HasMovedFrom(current.Probe?.ClockSkewSeconds ?? 0)
            : input.Action is not TargetAction.Probe && current.ClockMoved;

    private async Task<DateTimeOffset?> WaitForTurnAsync(TargetRecord target, SendInput input, CancellationToken cancellationToken)
    {
        if (target.Component is not Component.ActiveGate || target.Pool is null || input.Action is TargetAction.Probe)
        {
            return null;
        }

        TimeSpan longest = policy.CommandWindow + policy.CommandTimeout + policy.OnlineTimeout;
        DateTimeOffset? until = await pools.TryTakeAsync(target.Pool, HolderOf(input), longest, cancellationToken);
        return until is null ? null : Earlier(until.Value, time.GetUtcNow() + policy.PollInterval);
    }

    private Task EndTurnAsync(TargetRecord target, SendInput input, CancellationToken cancellationToken)
        => target is { Component: Component.ActiveGate, Pool: { } pool } ? pools.ReleaseAsync(pool, HolderOf(input), cancellationToken) : Task.CompletedTask;

    internal static string HolderOf(string rotationId, string targetId) => $"{rotationId}|{targetId}";

    private static string HolderOf(SendInput input) => HolderOf(input.RotationId, input.TargetId);

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
