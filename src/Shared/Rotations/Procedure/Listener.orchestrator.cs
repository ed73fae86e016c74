using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Receives operator commands. They are rows of the ledger; the event only wakes the orchestration.</summary>
internal sealed class Listener(CountedContext context, ProcedureCalls calls, ProcedureState state, Watchman watchman, Renewal renewal)
{
    /// <summary>The one wait for the next command. It outlives steps: a second waiter would take an event away.</summary>
    private Task<string>? _command;

    /// <summary>Returns the wait for the next command's event, to be raced against other waits.</summary>
    public Task<string> Listen() => _command ??= context.WaitForExternalEvent<string>(OperatorCommand.EventName);

    /// <summary>Called after a race: when the event has come, the next command needs a new wait.</summary>
    /// <param name="woken">The task that ended the wait.</param>
    /// <returns>The event's text; null when another task ended the wait.</returns>
    public async Task<string?> TakeEventAsync(Task woken)
    {
        if (_command is not { } command || woken != command)
        {
            return null;
        }

        _command = null;
        return await command;
    }

    /// <summary>Waits for a command, at most for the given time. The caller reads the ledger afterwards in both cases.</summary>
    public async Task WaitAsync(TimeSpan within, bool isWatched = false)
    {
        renewal.BeginQuietWait();
        using CancellationTokenSource nobodyCame = new();
        Task<string> command = Listen();
        Task timer = context.CreateTimer(within, nobodyCame.Token);
        Task woken = await (isWatched ? Task.WhenAny(command, timer, watchman.Watch()) : Task.WhenAny(command, timer));
        if (woken != timer)
        {
            nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits only its context
        }

        await EndWaitAsync(woken);
    }

    /// <summary>Takes note of what came in during a wait. The orchestration may end here.</summary>
    /// <param name="woken">The task that ended the wait.</param>
    public async Task EndWaitAsync(Task woken)
    {
        await watchman.HearAsync();
        renewal.EndQuietWait(isAsked: await TakeEventAsync(woken) == OperatorCommand.Renewal);
    }

    /// <summary>Reads the next command; null when there is none. Applies pause and escalation on the way.</summary>
    public async Task<OperatorCommand?> NextAsync()
    {
        ReadOperatorCommand.Result pending = await calls.CallAsync(ReadOperatorCommand.Name);
        state.IsPaused = pending.Paused;
        if (pending.Emergency != state.Waits.IsEmergency)
        {
            state.Waits = await calls.CallAsync(ReadWaits.Name);
        }

        return pending.Command;
    }

    /// <summary>Reads a pending abort; null when there is none. Applies commands about targets on the way.</summary>
    public async Task<OperatorCommand?> AbortAsync()
    {
        while (await NextAsync() is { } command)
        {
            if (command.Kind is not (OperatorCommandKind.Retry or OperatorCommandKind.Skip))
            {
                return command.Kind is OperatorCommandKind.Abort ? command : null;
            }

            await calls.CallAsync(ChangeTargets.Name, new OperatorCommandInput(calls.RotationId, command.Number));
            state.HasChangedTargets = true;
        }

        return null;
    }
}
