using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>
/// Runs activities on the thread pool and returns their results to the loop. At least once: what a dying process leaves unfinished runs
/// again.
/// </summary>
internal sealed class ActivityDispatcher(DurableTaskRegistry registry, IServiceProvider services, Action<PendingStep, TurnEvent> finished)
    : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopped;
    private int _running = 1; // counts the dispatcher itself until it is stopped

    /// <summary>Whether no activity is running.</summary>
    public bool IsIdle => Volatile.Read(ref _running) == 1;

    public void Start(PendingStep step)
    {
        Interlocked.Increment(ref _running);
        ThreadPool.UnsafeQueueUserWorkItem(
            static item => _ = item.Dispatcher.RunAsync(item.Step),
            (Dispatcher: this, Step: step),
            preferLocal: false);
    }

    /// <summary>Cancels the running activities. The task completes when all have ended.</summary>
    public Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            _stopping.Cancel();
            Leave();
        }

        return _drained.Task;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(PendingStep step)
    {
        try
        {
            if (!_stopping.IsCancellationRequested && await EndOfAsync(step) is { } end)
            {
                finished(step, end);
            }
        }
        finally
        {
            Leave();
        }
    }

    private async Task<TurnEvent?> EndOfAsync(PendingStep step)
    {
        try
        {
            string? result = await registry.Activities[step.Asked.Name].RunAsync(services, step.InputJson, _stopping.Token);
            return new TurnEvent(TurnKind.ActivityCompleted, step.Number, Payload: result);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null; // nothing is recorded: it runs again next time
        }
        catch (ActivityFailedException failure)
        {
            return TurnEvent.Failure(TurnKind.ActivityFailed, step.Number, failure.FailureType, failure.ScrubbedMessage);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _drained.TrySetResult();
        }
    }
}
