using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Runs one command on one host and records the result. It writes the ledger before the command is sent, when it has ended and when it is
/// deleted. Repeated with the same attempt, it follows the existing command; one that succeeded and was deleted is known from the ledger
/// and not sent again (<see cref="SendOnce"/>).
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
    /// Counts the run commands on the machine after a probe: Azure allows 25, and a host without room for a command would be left behind.
    /// </summary>
    private async Task<RunCommandCount?> CountAsync(
        Machine machine, Input input, RunCommandResult result, CancellationToken cancellationToken)
        => input.Action is TargetAction.Probe && result is (RunCommandResult.Completed or RunCommandResult.Refused)
            ? await client.CountAsync(machine, cancellationToken)
            : null;

    /// <summary>A command for one host.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Wave">The number of the wave that it is sent in.</param>
    /// <param name="TargetId">The target's id.</param>
    /// <param name="Action">What the command does.</param>
    /// <param name="Generation">The generation of the present direction.</param>
    /// <param name="Attempt">The number of the attempt in this generation, from 1.</param>
    /// <param name="IsLastTry">True when no attempt follows a failure, so that it counts against the failure budget.</param>
    public sealed record Input(
        string RotationId,
        int Wave,
        string TargetId,
        TargetAction Action,
        long Generation,
        int Attempt,
        bool IsLastTry = false);

    /// <summary>The result of a command.</summary>
    /// <param name="State">The target's state now.</param>
    /// <param name="IsRetryable">True when another attempt may succeed.</param>
    /// <param name="AwaitOnline">True when the target was restarted and its pool's turn ends when it is online.</param>
    /// <param name="RetryAt">When to try again, because nothing was sent (UTC); null otherwise.</param>
    public sealed record Result(TargetState State, bool IsRetryable = false, bool AwaitOnline = false, DateTimeOffset? RetryAt = null);
}
