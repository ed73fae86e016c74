namespace TenantTokens.Simulator.Wire;

/// <summary>Counts the requests to the simulated services.</summary>
internal sealed class Traffic
{
    private long _received;
    private int _held;

    public long Received => Interlocked.Read(ref _received);

    public int Held => Volatile.Read(ref _held);

    public void CountRequest() => Interlocked.Increment(ref _received);

    public void Hold() => Interlocked.Increment(ref _held);

    public void Release() => Interlocked.Decrement(ref _held);
}
