using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Hears operator commands. They are rows of the ledger; the event only wakes us.</summary>
internal sealed class Listener(CountedContext context, ProcedureCalls calls, ProcedureState state, Watchman watchman, Renewal renewal)
{
    /// <summary>The one wait for the next command. It lives across steps: a second waiter would swallow an event.</summary>
    private Task<string>? _command;

    /// <summary>The event of the next command, to be raced against other waits.</summary>
    public Task<string> Listen() => _command ??= context.WaitForExternalEvent<string>(OperatorCommand.EventName);

    /// <summary>After a race: the next command is a new event when this one has come.</summary>
    /// <param name="woken">What ended the wait.</param>
    /// <returns>What the event said; null when it was something else that ended the wait.</returns>
    public async Task<string?> TakeEventAsync(Task woken)
    {
        if (_command is not { } command || woken != command)
        {
            return null;
        }

        _command = null;
        return await command;
    }

    /// <summary>Waits for a command, at most this long; the ledger is asked afterwards either way.</summary>
    public async Task WaitAsync(TimeSpan within, bool isWatched = false)
    {
        renewal.BeginQuietWait();
        using CancellationTokenSource nobodyCame = new();
        Task<string> command = Listen();
        Task timer = context.CreateTimer(within, nobodyCame.Token);
        Task woken = await (isWatched ? Task.WhenAny(command, timer, watchman.Watch()) : Task.WhenAny(command, timer));
        if (woken != timer)
        {
            nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits nothing but its context
        }

        await EndWaitAsync(woken);
    }

    /// <summary>Hears what was said meanwhile; the orchestration may end here.</summary>
    /// <param name="woken">What ended the wait.</param>
    public async Task EndWaitAsync(Task woken)
    {
        await watchman.HearAsync();
        renewal.EndQuietWait(isAsked: await TakeEventAsync(woken) == OperatorCommand.Renewal);
    }

    /// <summary>The next command; what only changes the pace is heeded on the way.</summary>
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

    /// <summary>The abort that was given; null when there is none. What operators say about targets is done on the way.</summary>
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
