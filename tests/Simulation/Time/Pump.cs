namespace TenantTokens.Simulation.Time;

/// <summary>
/// Lets everything that is ready run, then lets the clock jump, again and again. The thread pool has a single worker, on which this runs too: while this runs,
/// nothing else does, and when nothing waits in the pool's queues, nothing can. So whatever a library hands to the pool (ConfigureAwait(false), Task.Run,
/// channels, continuations that run asynchronously) stays in the one order that the pool's queues give it.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Pump(VirtualTime time) : IThreadPoolWorkItem, IDisposable
{
    private readonly ManualResetEventSlim _ended = new();
    private Task? _work;
    private Exception? _failure;

    /// <summary>How often the clock let something happen.</summary>
    public long Steps { get; private set; }

    /// <summary>The pool gets its single worker; once for the process, before anything runs.</summary>
    public static void Prepare()
    {
        if (!ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(1, 1))
        {
            throw new InvalidOperationException("The thread pool cannot be given a single worker.");
        }
    }

    /// <summary>Runs something to its end. Called from outside the pool.</summary>
    /// <exception cref="InvalidOperationException">It waits for something that never comes.</exception>
    public void Run(Func<Task> work)
    {
        ThreadPool.UnsafeQueueUserWorkItem(_ => _work = work(), null);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        _ended.Wait();
        if (_failure is not null)
        {
            throw new InvalidOperationException(_failure.Message, _failure);
        }

        _work!.GetAwaiter().GetResult();
    }

    public void Dispose() => _ended.Dispose();

    void IThreadPoolWorkItem.Execute()
    {
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        if (_work is { IsCompleted: true })
        {
            _ended.Set();
            return;
        }

        try
        {
            Steps++;
            if (!time.TryGoOn())
            {
                throw new InvalidOperationException("Nothing can run and nothing is due, but the run has not ended.");
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
            _ended.Set();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
