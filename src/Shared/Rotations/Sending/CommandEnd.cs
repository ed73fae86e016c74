using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Records what the end of a command means for its target: once when it has ended, so that the result is stored even if the deletion fails,
/// and once when it is deleted.
/// </summary>
internal sealed class CommandEnd(
    TargetLedger targets,
    RotationRecord rotation,
    SendRunCommand.Input input,
    RunCommandName name,
    bool wasTouched,
    TimeProvider time)
{
    private bool _isRecorded;

    /// <summary>Returns the verdict of a result on the target.</summary>
    public TargetVerdict VerdictOf(RunCommandResult result)
    {
        string? wanted = input.Action switch
        {
            TargetAction.Apply => rotation.NewToken?.Fingerprint,
            TargetAction.Restore => rotation.OldToken?.Fingerprint,
            _ => null,
        };
        return TargetVerdict.From(result, input.Action, wanted).WithEarlierApply(wasTouched);
    }

    /// <summary>
    /// Records the result before the command is deleted. The wave's budget and the run commands on the machine are counted later.
    /// </summary>
    public async Task RecordAsync(RunCommandResult result, CancellationToken cancellationToken)
    {
        TargetVerdict verdict = VerdictOf(result);
        await targets.UpdateAsync(
            input.RotationId,
            input.TargetId,
            current => Ended(current, result, verdict) with { Send = SendAfter(current, result) },
            cancellationToken);
        _isRecorded = true;
    }

    /// <summary>Records the result after everything, whether the command was sent or not.</summary>
    /// <param name="result">The result of the command.</param>
    /// <param name="count">The run commands on the machine; null when they were not counted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<TargetRecord> RecordLastAsync(RunCommandResult result, RunCommandCount? count, CancellationToken cancellationToken)
    {
        TargetVerdict verdict = VerdictOf(result);
        return targets.UpdateAsync(
            input.RotationId,
            input.TargetId,
            current => (_isRecorded ? current : Ended(current, result, verdict)) with
            {
                RunCommands = count ?? current.RunCommands,
                Send = SendAfter(current, result),
            },
            cancellationToken);
    }

    /// <summary>Makes a probe record from a host's report.</summary>
    public static ProbeRecord Probed(HostReport report, SendRecord? send, DateTimeOffset now)
        => new(now, ClockSkew.From(send?.SentAt ?? now, now, report.Clock).Seconds, report.Fingerprint, report.Version, report.HostId);

    private TargetRecord Ended(TargetRecord current, RunCommandResult result, TargetVerdict verdict)
    {
        HostReport? report = (result as RunCommandResult.Completed)?.Report;
        DateTimeOffset now = time.GetUtcNow();
        TargetRecord judged = input.Action is TargetAction.Probe && current.NeedsProof is not null
            ? ProofRules.AfterReprobe(current, report, verdict, rotation, now)
            : Judged(current, result, verdict, now);
        return OlderToken.Note(judged, report, rotation) with
        {
            Online = input.Action is TargetAction.Probe ? current.Online : null,
            Probe = input.Action is TargetAction.Probe && report is not null ? ProbedBeside(report, current.Send, now) : current.Probe,
            ClockMoved = IsClockMoved(report, current, now),
            Stale = report is null ? current.Stale : report.Stale,
            Leftovers = report is null ? current.Leftovers : report.Leftovers,
        };
    }

    private ProbeRecord ProbedBeside(HostReport report, SendRecord? send, DateTimeOffset now)
        => Probed(report, send, now) with { Beside = FoundComponent.In(report, rotation.EnvironmentId), Omitted = report.Omitted };

    private TargetRecord Judged(TargetRecord current, RunCommandResult result, TargetVerdict verdict, DateTimeOffset now)
    {
        bool isProof = verdict.IsProved && input.Action is not TargetAction.Probe;
        return current.AfterCommand(input.Action, result, verdict) with
        {
            ProvedAt = isProof ? now : current.ProvedAt,
            NeedsProof = isProof ? null : current.NeedsProof,
        };
    }

    /// <summary>
    /// Whether the host's clock has moved. Every report contains it; when the skew from the probe can no longer be true, another probe goes
    /// before the next command.
    /// </summary>
    private bool IsClockMoved(HostReport? report, TargetRecord current, DateTimeOffset now)
        => input.Action is not TargetAction.Probe && report is not null && current.Send is { } send
            ? ClockSkew.From(send.SentAt, now, report.Clock).HasMovedFrom(current.Probe?.ClockSkewSeconds ?? 0)
            : input.Action is not TargetAction.Probe && current.ClockMoved;

    /// <summary>
    /// Returns the record of the last command. A command that was not sent changes nothing about the one before, which may still be on the
    /// machine.
    /// </summary>
    private SendRecord? SendAfter(TargetRecord current, RunCommandResult result)
        => current.Send is { } send && send.CommandName == name.Value ? send.After(result) : current.Send;
}
