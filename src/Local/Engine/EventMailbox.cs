using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>
/// The external events of one instance: open waits by name, and events that came without a wait. Both are served oldest first.
/// </summary>
internal sealed class EventMailbox
{
    private readonly Dictionary<string, Queue<Action<string?>>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<string?>> _kept = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of open waits.</summary>
    public int WaitingCount { get; private set; }

    public Task<T> WaitAsync<T>(string eventName)
    {
        TaskCompletionSource<T> source = new(); // not RunContinuationsAsynchronously, see PendingStep
        if (_kept.TryGetValue(eventName, out Queue<string?>? kept) && kept.TryDequeue(out string? payload))
        {
            Complete(source, payload);
            return source.Task;
        }

        if (!_waiting.TryGetValue(eventName, out Queue<Action<string?>>? waiting))
        {
            _waiting.Add(eventName, waiting = new());
        }

        waiting.Enqueue(json => Complete(source, json));
        WaitingCount++;
        return source.Task;
    }

    public void Deliver(string eventName, string? payload)
    {
        if (_waiting.TryGetValue(eventName, out Queue<Action<string?>>? waiting) && waiting.TryDequeue(out Action<string?>? oldest))
        {
            WaitingCount--;
            oldest(payload);
            return;
        }

        if (!_kept.TryGetValue(eventName, out Queue<string?>? kept))
        {
            _kept.Add(eventName, kept = new());
        }

        kept.Enqueue(payload);
    }

    private static void Complete<T>(TaskCompletionSource<T> source, string? payload)
    {
        T value;
        try
        {
            value = payload is null ? default! : JsonSerializer.Deserialize<T>(payload, DurableJson.Options)!;
        }
        catch (JsonException exception)
        {
            source.TrySetException(exception);
            return;
        }

        source.TrySetResult(value);
    }
}
