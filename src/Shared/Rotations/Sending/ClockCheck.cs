using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Probes a host whose clock is not known, because no probe has read it or it has moved since. A command's not-after is checked by the
/// host's clock. There is one probe for each attempt, so a clock that keeps jumping ends with the attempts.
/// </summary>
public sealed class ClockCheck(
    TargetLedger targets,
    PlanLedger plans,
    RunCommandFactory factory,
    RunCommandExecution execution,
    TimeProvider time)
{
    /// <summary>Sends the probe, or follows the existing one, and records the result.</summary>
    public async Task<Result> LookAsync(
        RotationRecord rotation, TargetRecord target, SendRunCommand.Input input, CancellationToken cancellationToken)
    {
        RunCommandName name =
            RunCommandName.Create(input.RotationId, input.TargetId, $"clock-before-{input.Action}", input.Generation, input.Attempt);
        (RunCommandRequest request, _) =
            await factory.CreateAsync(rotation, target, TargetAction.Probe, generation: 0, name, cancellationToken);
        SendRecord? sent = null;
        RunCommandResult result = await execution.RunAsync(
            request,
            async sending =>
            {
                if ((await plans.StatusAsync(input.RotationId, input.Wave, sending)).Stopped)
                {
                    return false;
                }

                // The probe is recorded beside the command that it is for, whose own record says what may still be in flight.
                sent = new(name.Value, TargetAction.Probe, 0, input.Attempt, time.GetUtcNow(), Settled: false, DeletePending: true);
                await targets.UpdateAsync(input.RotationId, input.TargetId, current => With(current, sent), sending);
                return true;
            },
            ended: null,
            cancellationToken);
        if (result is RunCommandResult.Throttled throttled)
        {
            return new(target, new SendRunCommand.Result(TargetState.Pending, RetryAt: throttled.Until));
        }

        TargetVerdict verdict = TargetVerdict.From(result, TargetAction.Probe, wanted: null);
        DateTimeOffset now = time.GetUtcNow();
        target = await targets.UpdateAsync(
            input.RotationId, input.TargetId, current => Looked(current, name, sent, result, verdict, now), cancellationToken);
        return verdict.IsProved ? new(target) : new(target, new SendRunCommand.Result(target.State, verdict.IsRetryable));
    }

    private static TargetRecord Looked(
        TargetRecord current, RunCommandName name, SendRecord? sent, RunCommandResult result, TargetVerdict verdict, DateTimeOffset now)
    {
        HostReport? report = (result as RunCommandResult.Completed)?.Report;
        TargetRecord looked = Settled(current, name, result) with
        {
            Probe = report is null ? current.Probe : CommandEnd.Probed(report, sent ?? Standing(current, name), now),
            ClockMoved = report is null,
        };
        return verdict.IsProved || result is RunCommandResult.NotSent
            ? looked
            : looked.MoveTo(verdict.State, TargetCause.ClockNotRead, verdict.Code, verdict.Message);
    }

    private static TargetRecord With(TargetRecord target, SendRecord send)
        => target with { LeftBehind = [.. (target.LeftBehind ?? []).Where(left => left.CommandName != send.CommandName), send] };

    private static SendRecord? Standing(TargetRecord target, RunCommandName name)
        => target.LeftBehind?.FirstOrDefault(left => left.CommandName == name.Value);

    private static TargetRecord Settled(TargetRecord target, RunCommandName name, RunCommandResult result)
    {
        if (Standing(target, name) is not { } send)
        {
            return target;
        }

        SendRecord[] others = [.. target.LeftBehind!.Where(left => left.CommandName != name.Value)];
        return result.DeletePending
            ? target with { LeftBehind = [.. others, send.After(result)] }
            : target with { LeftBehind = others.Length > 0 ? others : null };
    }

    /// <summary>The result of reading a host's clock again.</summary>
    /// <param name="Target">The target, with its new clock skew.</param>
    /// <param name="Instead">The result to return instead of sending the command; null when it may be sent.</param>
    public sealed record Result(TargetRecord Target, SendRunCommand.Result? Instead = null);
}
