using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

internal sealed partial class RotationProcedure
{
    /// <summary>The one wait for the next command. It lives across steps: a second waiter would swallow an event.</summary>
    private Task<string>? _command;

    /// <summary>Whether nothing new may be sent, as of the last look at the ledger.</summary>
    private bool _paused;

    private Task<string> ListenForCommand() => _command ??= context.WaitForExternalEvent<string>(RotationCommand.EventName);

    /// <summary>Waits for a command, at most this long; the ledger is asked afterwards either way.</summary>
    private async Task CommandAsync(TimeSpan within, bool isWatched = false)
    {
        BeginQuietWait();
        using CancellationTokenSource nobodyCame = new();
        Task<string> command = ListenForCommand();
        Task timer = context.CreateTimer(within, nobodyCame.Token);
        Task woken = await (isWatched ? Task.WhenAny(command, timer, Watch()) : Task.WhenAny(command, timer));
        if (woken != timer)
        {
            nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits nothing but its context
        }

        await HearWatchAsync();
        await EndQuietWaitAsync(woken);
    }

    /// <summary>Waits the given time; an abort ends the wait early.</summary>
    private Task WaitAsync(TimeSpan time) => WaitAsync(_ => time);

    /// <summary>Waits as long as the waits say, which may be less from one moment to the next; an abort ends the wait early.</summary>
    private async Task WaitAsync(Func<RotationWaits, TimeSpan> time)
    {
        DateTime began = Now;
        while (_held is null && Now < began + time(_waits) && await AbortAsync() is null)
        {
            TimeSpan left = began + time(_waits) - Now;
            if (left > TimeSpan.Zero)
            {
                await CommandAsync(left, isWatched: true);
            }
        }
    }

    /// <summary>
    /// Waits while the environment's schedule lets nobody touch hosts. It asks again now and then, because what it allows may be changed; an abort, and
    /// what a watch says, end the wait.
    /// </summary>
    private async Task WaitForWindowAsync(bool isWatched)
    {
        while (_held is null && await AbortAsync() is null && await CallAsync(CheckWindow.Name, input.RotationId) is { IsOpen: false } closed)
        {
            TimeSpan untilOpen = closed.OpensAt is { } opens && opens.UtcDateTime > Now ? opens.UtcDateTime - Now : _waits.Reminder;
            await CommandAsync(untilOpen < _waits.Reminder ? untilOpen : _waits.Reminder, isWatched);
        }
    }

    private async Task WaitWhilePausedAsync()
    {
        while (_held is null && await AbortAsync() is null && _paused)
        {
            await CommandAsync(_waits.Reminder, isWatched: true);
        }
    }

    /// <summary>The next command; what only changes the pace is heeded on the way.</summary>
    private async Task<RotationCommand?> NextCommandAsync()
    {
        PendingCommand pending = await CallAsync(ReadCommand.Name, input.RotationId);
        _paused = pending.Paused;
        if (pending.Emergency != _waits.IsEmergency)
        {
            _waits = await CallAsync(ReadWaits.Name, input.RotationId);
        }

        return pending.Command;
    }

    /// <summary>The abort that was given; null when there is none. What operators say about targets is done on the way.</summary>
    private async Task<RotationCommand?> AbortAsync()
    {
        while (await NextCommandAsync() is { } command)
        {
            if (command.Kind is not (RotationCommandKind.Retry or RotationCommandKind.Skip))
            {
                return command.Kind is RotationCommandKind.Abort ? command : null;
            }

            await CallAsync(ChangeTargets.Name, new TakeCommandInput(input.RotationId, command.Number));
            _targetsChanged = true;
        }

        return null;
    }
}
