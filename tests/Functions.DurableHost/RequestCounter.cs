using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// Counts the requests of this process to storage by what they do. What a worker asks again and again, work or no work, is counted as idle.
/// </summary>
internal sealed class RequestCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    // https://github.com/dotnet/runtime, DiagnosticsHandler: its payload is an anonymous type with a Request.
    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string Sending = "System.Net.Http.HttpRequestOut.Start";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly StorageHub _hub;

    public RequestCounter(StorageHub hub)
    {
        _hub = hub;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public string ToJson() => JsonSerializer.Serialize(new SortedDictionary<string, int>(_counts, StringComparer.Ordinal));

    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name is Listener)
        {
            _subscriptions.Add(value.Subscribe(this, static (_, _, _) => true));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: Sending, Value: { } payload }
            && payload.GetType().GetProperty("Request")?.GetValue(payload)
                is HttpRequestMessage { RequestUri: { Scheme: "http" } address } request)
        {
            _counts.AddOrUpdate(KindOf(request.Method, address), 1, static (_, count) => count + 1);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private string KindOf(HttpMethod method, Uri address)
    {
        bool isHub = _hub.ConnectionString.Contains($":{address.Port}/", StringComparison.Ordinal);
        bool isQueue = _hub.ConnectionString.Contains($"QueueEndpoint=http://{address.Authority}/", StringComparison.Ordinal);
        return (isHub, isQueue, method.Method) switch
        {
            (false, _, "GET") => "ledger.read",
            (false, _, _) when address.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal) => "ledger.batch",
            (false, _, _) => "ledger.write",
            (_, true, "GET") => "idle",
            (_, true, "POST") => "hub.messageSent",
            (_, true, "DELETE") => "hub.messageDeleted",
            (_, true, _) => "hub.messageRenewed",
            _ when address.AbsolutePath.Contains($"{_hub.Name}Partitions", StringComparison.OrdinalIgnoreCase) => "idle",
            (_, _, "GET") => "hub.read",
            _ => "hub.write",
        };
    }
}
