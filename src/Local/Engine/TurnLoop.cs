using System.Threading.Channels;

namespace TenantTokens.Local.Engine;

/// <summary>
/// The one thread on which orchestrator code runs. It takes the waiting work, runs it piece by piece, makes it durable in one transaction,
/// and only then runs its effects. So nothing that a crash could undo is ever visible outside.
/// </summary>
internal sealed class TurnLoop(Journal journal)
{
    private const int LongestBatch = 512;

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Action> _effects = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _abandoned;

    /// <summary>Completes when the loop has stopped; faulted when the journal could not be written.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether work is waiting. Only for the loop's thread.</summary>
    public bool HasWork => _work.Reader.TryPeek(out _);

    /// <summary>
    /// Starts the loop on a thread of its own or on the thread pool, with each batch as one work item for a caller that schedules the pool.
    /// </summary>
    public void Start(bool onThreadPool = false)
    {
        if (onThreadPool)
        {
            _ = RunAsync(mayLeaveThread: true);
        }
        else
        {
            new Thread(() => RunAsync(mayLeaveThread: false).GetAwaiter().GetResult()) { IsBackground = true, Name = "Orchestrations" }
                .UnsafeStart();
        }
    }

    /// <summary>
    /// Passes work to the loop, from any thread. Returns false when the loop has stopped; the work is then lost, as in a crash.
    /// </summary>
    public bool Post(Action work) => _work.Writer.TryWrite(work);

    /// <summary>Runs an effect once everything done so far is durable. Only for the loop's thread; the effect may not write.</summary>
    public void AfterCommit(Action effect) => _effects.Add(effect);

    /// <summary>Ends the loop after the waiting work.</summary>
    public void Stop() => _work.Writer.TryComplete();

    /// <summary>Ends the loop like a crash: what is not committed is lost.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Stop();
    }

    private async Task RunAsync(bool mayLeaveThread)
    {
        try
        {
            while (await WaitForWorkAsync(mayLeaveThread) && !_abandoned)
            {
                RunBatch();
            }

            journal.Dispose();
            _completion.SetResult();
        }
        catch (Exception exception)
        {
            Stop();
            journal.Dispose();
            _completion.SetException(exception);
        }
    }

    private ValueTask<bool> WaitForWorkAsync(bool mayLeaveThread)
        => mayLeaveThread
            ? _work.Reader.WaitToReadAsync()
            : ValueTask.FromResult(_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult());

    private void RunBatch()
    {
        for (int count = 0; count < LongestBatch && _work.Reader.TryRead(out Action? work); count++)
        {
            work();
        }

        if (_abandoned)
        {
            return;
        }

        journal.Commit();
        for (int index = 0; index < _effects.Count && !_abandoned; index++)
        {
            _effects[index]();
        }

        _effects.Clear();
    }
}
