using System.Threading.Channels;

namespace TenantTokens.Local.Engine;

/// <summary>
/// The one thread on which orchestrator code runs. It takes the work that is waiting, runs it piece by piece, makes it durable in one
/// transaction, and only then lets it have effects: nobody outside ever sees what a crash could take back.
/// </summary>
internal sealed class TurnLoop(Journal journal)
{
    private const int LongestBatch = 512;

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Action> _effects = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _abandoned;

    /// <summary>Ends when the loop has stopped; faulted when the journal could not be written.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether there is work that waits. From the loop's thread only.</summary>
    public bool HasWork => _work.Reader.TryPeek(out _);

    /// <summary>
    /// Begins on a thread of its own, or with the thread pool: one batch at a time, each a work item, for whoever schedules the pool.
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
    /// Hands work to the loop, from any thread. False when the loop has stopped: the work is lost, as it would be in a crash.
    /// </summary>
    public bool Post(Action work) => _work.Writer.TryWrite(work);

    /// <summary>
    /// Runs an effect once everything that was done so far is durable. From the loop's thread only; the effect writes nothing.
    /// </summary>
    public void AfterCommit(Action effect) => _effects.Add(effect);

    /// <summary>Lets the loop end after the work that is waiting.</summary>
    public void Stop() => _work.Writer.TryComplete();

    /// <summary>Ends the loop as a crash would: what is not committed is lost.</summary>
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
