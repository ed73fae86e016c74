using Microsoft.Extensions.Logging;

namespace TenantTokens.Durable;

/// <summary>
/// What an orchestrator may do. Members carry the names and the meaning of <c>Microsoft.DurableTask.TaskOrchestrationContext</c>
/// (https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-orchestrations), so that the same orchestrators
/// run on Azure Durable Functions and on the embedded engine.
/// </summary>
/// <remarks>
/// Determinism, stated once: an orchestrator is replayed from its history. It reads no clock, no randomness, no environment and
/// does no I/O; it awaits only tasks of this context and combinations of them, never with <c>ConfigureAwait(false)</c>, and starts
/// no thread. Everything else is an activity.
/// </remarks>
public interface IOrchestrationContext
{
    /// <summary>The id of this instance: at most 100 printable ASCII characters, not starting with '@'.</summary>
    string InstanceId { get; }

    /// <summary>
    /// The recorded time (UTC) of the event that is being delivered. It is the same on every replay; an orchestrator has no other clock.
    /// </summary>
    DateTime CurrentUtcDateTime { get; }

    /// <summary>True while recorded history is replayed. For diagnostics only: no decision may depend on it.</summary>
    bool IsReplaying { get; }

    /// <summary>Returns a name-based id from the instance id and a counter: the same on every replay.</summary>
    Guid NewGuid();

    /// <summary>Creates a logger that is silent while history is replayed.</summary>
    ILogger CreateReplaySafeLogger(string categoryName);

    /// <summary>
    /// Publishes a small JSON-serializable value for everyone who queries this instance. Ids and counts only, never secrets.
    /// </summary>
    void SetCustomStatus(object? customStatus);

    /// <summary>Runs an activity at least once and returns its result.</summary>
    /// <exception cref="ActivityFailedException">The activity threw on its last permitted attempt.</exception>
    Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, RetryPolicy? retry = null);

    /// <summary>Runs another orchestrator as a child and returns its result.</summary>
    /// <param name="orchestrator">The orchestrator to run.</param>
    /// <param name="input">Its input. Ids and counts only, never secrets: it is stored.</param>
    /// <param name="instanceId">The child's id; derived from <see cref="NewGuid"/> when null.</param>
    /// <exception cref="ActivityFailedException">
    /// The child failed. <see cref="ActivityFailedException.TaskName"/> is the orchestrator's name.
    /// </exception>
    Task<TResult> CallSubOrchestratorAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null);

    /// <summary>
    /// Completes at <paramref name="fireAt"/> (UTC). Cancel the token when the wait is no longer needed; otherwise the instance stays alive
    /// until the timer fires.
    /// </summary>
    /// <exception cref="TaskCanceledException">The token was cancelled.</exception>
    Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Completes after <paramref name="delay"/>, measured from <see cref="CurrentUtcDateTime"/>.</summary>
    /// <exception cref="TaskCanceledException">The token was cancelled.</exception>
    Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event raised to this instance. Names are case-insensitive. An event that has no waiter is kept for the next one.
    /// </summary>
    /// <remarks>
    /// There is deliberately no timeout: on Durable Functions a waiter that timed out stays registered and swallows the next event
    /// (TaskOrchestrationContextWrapper, v1.25.0). Hold one wait task per gate and race it against timers.
    /// </remarks>
    Task<T> WaitForExternalEvent<T>(string eventName);
}
