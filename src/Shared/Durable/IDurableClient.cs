namespace TenantTokens.Durable;

/// <summary>
/// Starts, queries, signals and ends orchestrations from outside. The members carry the names of
/// <c>Microsoft.DurableTask.Client.DurableTaskClient</c>.
/// </summary>
public interface IDurableClient
{
    /// <summary>Starts an instance. A finished instance of the same id is replaced; a live one is never touched.</summary>
    /// <param name="orchestrator">The orchestrator to start.</param>
    /// <param name="input">Its input. Ids and counts only, never secrets: it is stored.</param>
    /// <param name="instanceId">The id of the instance; a new one is generated when null.</param>
    /// <param name="cancellationToken">Stops waiting. The instance may start all the same.</param>
    /// <returns>The id, once the instance is recorded.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">An instance of that id is pending, running or suspended.</exception>
    /// <exception cref="InvalidInstanceIdException">
    /// The instance id is empty, longer than 100 characters, starts with '@', or is not printable ASCII.
    /// </exception>
    Task<string> ScheduleNewOrchestrationInstanceAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        CancellationToken cancellationToken = default);

    /// <summary>Returns what is recorded of an instance; null when there is none.</summary>
    Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Lists instances, child instances too, ordered by id.</summary>
    IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? query = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Raises an event; it is recorded when the task completes. An event for a finished or unknown instance is dropped, as on Durable
    /// Functions.
    /// </summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Suspends an instance: its code does not run again until it is resumed. Its children go on. Does nothing to a finished or unknown
    /// instance.
    /// </summary>
    Task SuspendInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Resumes an instance, which then handles everything that arrived meanwhile. Does nothing to one that is not suspended.
    /// </summary>
    Task ResumeInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends an instance and its children at once. Activities that already run finish, and their results are dropped. Does nothing to a
    /// finished or unknown instance.
    /// </summary>
    Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the history of a finished instance and its finished children. Returns false when there is no such instance.
    /// </summary>
    /// <exception cref="InvalidOperationException">The instance is not finished.</exception>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Waits until the instance is finished.</summary>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default);
}
