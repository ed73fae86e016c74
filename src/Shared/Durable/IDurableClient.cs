namespace TenantTokens.Durable;

/// <summary>
/// Starts, asks, wakes and ends orchestrations from outside. The members carry the names of
/// <c>Microsoft.DurableTask.Client.DurableTaskClient</c>.
/// </summary>
public interface IDurableClient
{
    /// <summary>Starts an instance. A finished one of the same id is replaced; a live one is never touched.</summary>
    /// <param name="orchestrator">Which orchestrator.</param>
    /// <param name="input">Its input: ids and counts only, never secrets.</param>
    /// <param name="instanceId">The id; a new one when null.</param>
    /// <param name="cancellationToken">Gives up waiting; the instance may start all the same.</param>
    /// <returns>The id, once the instance is recorded.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">An instance of that id is pending, running or suspended.</exception>
    /// <exception cref="InvalidInstanceIdException">The id is none.</exception>
    Task<string> ScheduleNewOrchestrationInstanceAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        CancellationToken cancellationToken = default);

    /// <summary>What is recorded of an instance; null when there is none.</summary>
    Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Lists instances, children too, ordered by id.</summary>
    IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? query = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Raises an event; it is recorded when the task completes. Dropped when the instance is finished or unknown, as on Durable Functions.
    /// </summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellationToken = default);

    /// <summary>The instance takes no turn until it is resumed; its children go on. No effect on a finished or unknown one.</summary>
    Task SuspendInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>The instance goes on, with everything that happened meanwhile. No effect on one that is not suspended.</summary>
    Task ResumeInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends an instance and its children where they stand; activities that run already finish unheard. No effect on a finished or unknown
    /// one.
    /// </summary>
    Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets a finished instance and its finished children. False when there is none.</summary>
    /// <exception cref="InvalidOperationException">It is not finished.</exception>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Waits until the instance is finished.</summary>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default);
}
