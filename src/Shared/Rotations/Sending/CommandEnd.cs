using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Writes down what the end of one command says of its target: once when it has ended, so that it is known whatever becomes of the
/// deletion, and once when it is deleted.
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

    /// <summary>What a result means for the target.</summary>
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

    /// <summary>Before it is deleted. The wave's budget counts it later, as does whoever asks what is left on the machine.</summary>
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

    /// <summary>Once it is over, whether it was sent or not.</summary>
    /// <param name="result">What became of it.</param>
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

    /// <summary>What a host's report says as a probe.</summary>
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
    /// Any report shows the host's clock: when the probe's skew can no longer be true, the next command waits for another probe.
    /// </summary>
    private bool IsClockMoved(HostReport? report, TargetRecord current, DateTimeOffset now)
        => input.Action is not TargetAction.Probe && report is not null && current.Send is { } send
            ? ClockSkew.From(send.SentAt, now, report.Clock).HasMovedFrom(current.Probe?.ClockSkewSeconds ?? 0)
            : input.Action is not TargetAction.Probe && current.ClockMoved;

    /// <summary>
    /// What is known of the last command. One that was not sent says nothing of the one before it, which may still stand on the machine.
    /// </summary>
    private SendRecord? SendAfter(TargetRecord current, RunCommandResult result)
        => current.Send is { } send && send.CommandName == name.Value ? send.After(result) : current.Send;
}
