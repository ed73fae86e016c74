using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Runs one command on one host and writes down what came of it: one ledger write before it is sent, one when it has ended and one when it
/// is deleted. Repeated with the same attempt it follows the command that is there; one that is gone is known by what was written, and not
/// sent again.
/// </summary>
public sealed class SendRunCommand(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    PoolTurn turn,
    SendOnce once,
    RunCommandFactory factory,
    ClockCheck clock,
    RunCommandExecution execution,
    RunCommandClient client,
    PolicyOptions policy,
    TimeProvider time) : IActivity<SendRunCommand.Input, SendRunCommand.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("SendCommand");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        TargetLedger.Row row = await targets.ReadAsync(input.RotationId, input.TargetId, cancellationToken);
        TargetRecord target = row.Target;
        if (target.IsOverFor(input.Action))
        {
            bool awaitOnline = target is { Component: Component.ActiveGate, State: not TargetState.Skipped, Online: not true };
            return new(target.State, AwaitOnline: awaitOnline);
        }

        if (await turn.TryBeginAsync(target, input, cancellationToken) is { } later)
        {
            return new(TargetState.Pending, RetryAt: later);
        }

        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Paused && input.Action is TargetAction.Apply && target.Send is not { Settled: false })
        {
            return new(TargetState.Pending);
        }

        string action = input.Action.ToString();
        RunCommandName name = RunCommandName.Create(input.RotationId, input.TargetId, action, input.Generation, input.Attempt);
        await once.SettleEarlierAsync(target, name, input, cancellationToken);
        if ((target.ClockMoved || target.Probe is null) && input.Action is not TargetAction.Probe)
        {
            ClockCheck.Result look = await clock.LookAsync(rotation, target, input, cancellationToken);
            if (look.Instead is { } instead)
            {
                await (instead.RetryAt is null ? turn.EndAsync(target, input.RotationId, cancellationToken) : Task.CompletedTask);
                return instead;
            }

            target = look.Target;
        }

        return await SendAsync(input, rotation, row, target, name, cancellationToken);
    }

    private async Task<Result> SendAsync(
        Input input,
        RotationRecord rotation,
        TargetLedger.Row row,
        TargetRecord target,
        RunCommandName name,
        CancellationToken cancellationToken)
    {
        (RunCommandRequest request, DateTimeOffset notAfter) =
            await factory.CreateAsync(rotation, target, input.Action, input.Generation, name, cancellationToken);
        CommandEnd end = new(targets, rotation, input, name, target.IsTouched, time);
        RunCommandResult result = await execution.RunAsync(
            request, sending => once.TryRecordAsync(input, name, notAfter, row, sending), end.RecordAsync, cancellationToken);
        if (result is RunCommandResult.Throttled throttled)
        {
            return new(TargetState.Pending, RetryAt: throttled.Until);
        }

        TargetVerdict verdict = end.VerdictOf(result);
        RunCommandCount? count = await CountAsync(request.Machine, input, result, cancellationToken);
        TargetRecord recorded = await end.RecordLastAsync(result, count, cancellationToken);
        bool isOver = input.IsLastTry || !verdict.IsRetryable;
        if (isOver && input.Action is TargetAction.Apply && WaveBudget.Counts(recorded, policy.FailureBudget))
        {
            await plans.CountFailureAsync(input.RotationId, input.Wave, input.TargetId, cancellationToken);
        }

        bool awaitOnline = verdict.IsProved && input.Action is not TargetAction.Probe && target.Component is Component.ActiveGate;
        if (!awaitOnline)
        {
            await turn.EndAsync(target, input.RotationId, cancellationToken);
        }

        return new(input.Action is TargetAction.Probe ? verdict.State : recorded.State, verdict.IsRetryable, awaitOnline);
    }

    /// <summary>
    /// A probe also counts what stands on the machine: Azure takes 25, and a command that finds no room is a host left behind.
    /// </summary>
    private async Task<RunCommandCount?> CountAsync(
        Machine machine, Input input, RunCommandResult result, CancellationToken cancellationToken)
        => input.Action is TargetAction.Probe && result is (RunCommandResult.Completed or RunCommandResult.Refused)
            ? await client.CountAsync(machine, cancellationToken)
            : null;

    /// <summary>One command to one host.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="Wave">The wave it is sent in.</param>
    /// <param name="TargetId">The target.</param>
    /// <param name="Action">What it asks.</param>
    /// <param name="Generation">The direction.</param>
    /// <param name="Attempt">Which attempt of this direction.</param>
    /// <param name="IsLastTry">True when a failure ends it: then it counts against the failure budget.</param>
    public sealed record Input(
        string RotationId,
        int Wave,
        string TargetId,
        TargetAction Action,
        long Generation,
        int Attempt,
        bool IsLastTry = false);

    /// <summary>What came of a command.</summary>
    /// <param name="State">Where the target stands now.</param>
    /// <param name="IsRetryable">True when another attempt may do better.</param>
    /// <param name="AwaitOnline">True when the target was restarted and its turn ends when it is online.</param>
    /// <param name="RetryAt">Nothing was sent: ask again then.</param>
    public sealed record Result(TargetState State, bool IsRetryable = false, bool AwaitOnline = false, DateTimeOffset? RetryAt = null);
}
