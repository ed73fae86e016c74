namespace TenantTokens.Simulation.Time;

/// <summary>
/// Lets everything that is ready run, then lets the clock jump, again and again. The thread pool has a single worker, on which this runs
/// too: while this runs, nothing else does, and when nothing waits in the pool's queues, nothing can. So whatever a library hands to the
/// pool (ConfigureAwait(false), Task.Run, channels, continuations that run asynchronously) stays in the one order that the pool's queues
/// give it.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Pump(VirtualTime time) : IThreadPoolWorkItem, IDisposable
{
    /// <summary>
    /// So often in a row the pool has something to run although the clock stands still, and that is no coincidence any more: something
    /// calls itself.
    /// </summary>
    private const long MaxRoundsInAStep = 2_000_000;

    private readonly ManualResetEventSlim _ended = new();
    private Task? _work;
    private Exception? _failure;
    private long _rounds;

    /// <summary>
    /// A run that takes more steps goes round and round without the clock getting on, or <see cref="TenantTokens.Simulation.Runs.SeedRun"/>
    /// would have ended it long before.
    /// </summary>
    public long MaxSteps { get; init; } = 100_000;

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

    /// <summary>Runs something to its end; false when it was left, since it goes round and round. Called from outside the pool.</summary>
    /// <exception cref="InvalidOperationException">
    /// It waits for something that never comes, or it runs on while the clock stands still.
    /// </exception>
    public bool Run(Func<Task> work)
    {
        ThreadPool.UnsafeQueueUserWorkItem(_ => _work = work(), null);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        _ended.Wait();
        if (_failure is not null)
        {
            throw new InvalidOperationException(_failure.Message, _failure);
        }

        if (!_work!.IsCompleted)
        {
            return false;
        }

        _work.GetAwaiter().GetResult();
        return true;
    }

    public void Dispose() => _ended.Dispose();

    void IThreadPoolWorkItem.Execute()
    {
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            if (++_rounds > MaxRoundsInAStep)
            {
                Fail(new InvalidOperationException("Something runs again and again while the clock stands still."));
                return;
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        if (_work is { IsCompleted: true } || Steps == MaxSteps)
        {
            _ended.Set();
            return;
        }

        try
        {
            _rounds = 0;
            Steps++;
            if (!time.TryGoOn())
            {
                throw new InvalidOperationException("Nothing can run and nothing is due, but the run has not ended.");
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Fail(Exception failure)
    {
        _failure = failure;
        _ended.Set();
    }
}
