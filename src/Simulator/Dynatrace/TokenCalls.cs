namespace TenantTokens.Simulator.Dynatrace;

/// <summary>Counts the tenant-token calls over HTTP: those received, and those that took effect.</summary>
internal sealed class TokenCalls
{
    private int _startRequests, _finishRequests, _cancelRequests;
    private int _starts, _finishes, _cancels;

    public CallCounts Requests => new(_startRequests, _finishRequests, _cancelRequests);

    public CallCounts Effective => new(_starts, _finishes, _cancels);

    public void Received(string call)
        => Interlocked.Increment(ref Counter(call, ref _startRequests, ref _finishRequests, ref _cancelRequests));

    public void TookEffect(string call) => Interlocked.Increment(ref Counter(call, ref _starts, ref _finishes, ref _cancels));

    private static ref int Counter(string call, ref int start, ref int finish, ref int cancel)
    {
        switch (call)
        {
            case "start":
                return ref start;
            case "finish":
                return ref finish;
            default:
                return ref cancel;
        }
    }
}
