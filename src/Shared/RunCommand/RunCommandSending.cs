namespace TenantTokens.RunCommand;

/// <summary>Sends one command. It checks before each PUT whether the command exists, so that it is not sent twice.</summary>
internal sealed class RunCommandSending(
    RunCommandClient client,
    RunCommandRequest request,
    Func<CancellationToken, Task<bool>> maySend,
    RunCommandWaits waits,
    TimeProvider time)
{
    private bool _isSent;
    private RunCommandResult? _end;
    private RunCommandResult _giveUp = new RunCommandResult.DeadlinePassed();

    private enum Next
    {
        /// <summary>The command does not exist yet and may be sent.</summary>
        Send,

        /// <summary>Look again in the same try, after a wait because of throttling.</summary>
        SameTry,

        /// <summary>Begin the next try, after a wait.</summary>
        NextTry,

        /// <summary>Stop: the command exists, or will never exist.</summary>
        Over,
    }

    /// <summary>The command as the sending last read it; null when it did not. It saves a GET, which Azure throttles hardest.</summary>
    public GetAnswer.Found? Seen { get; private set; }

    /// <summary>Sends the command. Returns null once the command exists, else the result that ends the run.</summary>
    public async Task<RunCommandResult?> RunAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= RunCommandWaits.Tries; attempt++)
        {
            Next next = await LookAsync(cancellationToken);
            if (next is Next.Send)
            {
                next = await maySend(cancellationToken) ? await PutAsync(cancellationToken) : End(new RunCommandResult.NotSent());
            }

            switch (next)
            {
                case Next.Over:
                    return _end;
                case Next.SameTry:
                    attempt--;
                    break;
                default:
                    await waits.WaitAsync(null, cancellationToken);
                    break;
            }
        }

        // Read once more: the last PUT may have arrived after all.
        Seen = _isSent ? await client.GetAsync(request.Machine, request.Name, cancellationToken) as GetAnswer.Found : null;
        return Seen is null ? Left(_giveUp) : null;
    }

    private async Task<Next> LookAsync(CancellationToken cancellationToken)
    {
        switch (await client.GetAsync(request.Machine, request.Name, cancellationToken))
        {
            case GetAnswer.Found found:
                Seen = found;
                return Sent();
            case GetAnswer.Throttled throttled when await waits.TryWaitAsync(throttled.RetryAfter, cancellationToken):
                return Next.SameTry;
            case GetAnswer.Throttled throttled:
                return End(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
            case GetAnswer.Failed when _isSent:
                return Next.NextTry;
            case GetAnswer.Failed failed:
                return End(new RunCommandResult.Refused($"http-{failed.Status}", failed.Message));
            default:
                return Next.Send;
        }
    }

    private async Task<Next> PutAsync(CancellationToken cancellationToken)
    {
        switch (await client.PutAsync(request, cancellationToken))
        {
            case PutAnswer.Accepted accepted:
                await waits.WaitAsync(accepted.RetryAfter, cancellationToken);
                return Sent();
            case PutAnswer.MachineNotRunning:
                return End(new RunCommandResult.MachineNotRunning());
            case PutAnswer.Gone:
                return End(new RunCommandResult.Refused("machine-gone", "Azure does not know the machine."));
            case PutAnswer.Refused refused:
                return End(new RunCommandResult.Refused(refused.Code, refused.Message));
            case PutAnswer.Throttled throttled when await waits.TryWaitAsync(throttled.RetryAfter, cancellationToken):
                return Next.SameTry;
            case PutAnswer.Throttled throttled:
                return End(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
            case PutAnswer.Conflict conflict:
                _giveUp = _isSent ? _giveUp : new RunCommandResult.Refused("conflict", conflict.Message);
                return Next.NextTry;
            case PutAnswer.Unanswered unanswered:
                _isSent = true;
                _giveUp = new RunCommandResult.DeadlinePassed { PlatformMessage = unanswered.Message };
                return Next.NextTry;
            default:
                return Next.NextTry;
        }
    }

    private Next Sent()
    {
        _isSent = true;
        return Next.Over;
    }

    private Next End(RunCommandResult result)
    {
        _end = Left(result);
        return Next.Over;
    }

    private RunCommandResult Left(RunCommandResult result) => result with { Sent = _isSent, DeletePending = _isSent };
}
