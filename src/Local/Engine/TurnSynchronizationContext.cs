namespace TenantTokens.Local.Engine;

/// <summary>
/// Keeps an orchestrator's code inside its turn: the continuations of its awaits run before the turn ends, on the loop's thread. A
/// continuation that arrives at any other time comes from a task that is not from the orchestrator's context.
/// </summary>
/// <param name="strayed">Called, from any thread, when code has left its turn.</param>
internal sealed class TurnSynchronizationContext(Action strayed) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _continuations = new();
    private volatile int _turnThread;

    /// <summary>Whether the caller runs inside the turn.</summary>
    public bool InTurn => _turnThread == Environment.CurrentManagedThreadId;

    public void Run(Action turn)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        _turnThread = Environment.CurrentManagedThreadId;
        try
        {
            turn();
            while (_continuations.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            _turnThread = 0;
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (InTurn)
        {
            _continuations.Enqueue((d, state));
        }
        else
        {
            strayed();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (InTurn)
        {
            d(state);
        }
        else
        {
            strayed();
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Reports code outside its turn to which no exception can be thrown.</summary>
    public void Strayed() => strayed();

    /// <summary>Called by every member of the orchestrator's context.</summary>
    /// <exception cref="InvalidOperationException">The caller runs outside the turn.</exception>
    public void ThrowIfOutsideTurn()
    {
        if (!InTurn)
        {
            strayed();
            throw new InvalidOperationException(OrchestrationInstance.StrayedMessage);
        }
    }
}
