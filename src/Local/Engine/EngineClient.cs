using System.Runtime.CompilerServices;
using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>Carries out what callers on any thread ask about the engine's instances.</summary>
internal sealed class EngineClient(
    DurableTaskRegistry registry,
    TimeProvider time,
    Journal journal,
    TurnRunner runner,
    EngineRequests requests) : IDurableClient
{
    /// <inheritdoc />
    public Task<string> ScheduleNewOrchestrationInstanceAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        CancellationToken cancellationToken = default)
    {
        if (!registry.Orchestrators.ContainsKey(orchestrator.Value))
        {
            throw new ArgumentException($"No orchestrator is registered as '{orchestrator.Value}'.", nameof(orchestrator));
        }

        string id = instanceId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        InvalidInstanceIdException.ThrowIfInvalid(id, nameof(instanceId));
        string? inputJson = input is null ? null : JsonSerializer.Serialize(input, DurableJson.Options);
        return requests.AskAsync(
            () =>
            {
                if (runner.Find(id) is not null)
                {
                    throw new OrchestrationAlreadyExistsException(id);
                }

                runner.Create(orchestrator.Value, inputJson, id);
                return id;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => requests.ReadAsync(() => journal.Reader.ReadMetadata(instanceId), cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (OrchestrationMetadata metadata in await requests.ReadAsync(
            () => journal.Reader.ReadAllMetadata(query ?? new()),
            cancellationToken))
        {
            yield return metadata;
        }
    }

    /// <inheritdoc />
    public Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        TurnEvent raised = new(
            TurnKind.EventRaised,
            Name: eventName,
            Payload: eventPayload is null ? null : JsonSerializer.Serialize(eventPayload, DurableJson.Options));
        return WithLiveAsync(instanceId, instance => runner.Deliver(instance, raised), cancellationToken);
    }

    /// <inheritdoc />
    public Task SuspendInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => WithLiveAsync(instanceId, runner.Revival.Suspend, cancellationToken);

    /// <inheritdoc />
    public Task ResumeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => WithLiveAsync(instanceId, runner.Revival.Resume, cancellationToken);

    /// <inheritdoc />
    public Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
        => WithLiveAsync(instanceId, instance => runner.Terminate(instance, reason), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => await requests.AskAsync(
            () => runner.Find(instanceId) is null
                ? journal.DeleteFinished(instanceId)
                : throw new InvalidOperationException(
                    $"The orchestration '{instanceId}' is not finished; terminate it before it is purged."),
            cancellationToken);

    /// <inheritdoc />
    public async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<OrchestrationMetadata> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        OrchestrationInstance? live = await requests.AskAsync(
            () =>
            {
                OrchestrationInstance? instance = runner.Find(instanceId);
                instance?.Waiters.Add(ended);
                return instance;
            },
            cancellationToken);
        return live is not null
            ? await requests.UnlessStoppedAsync(ended.Task, cancellationToken)
            : await GetInstanceAsync(instanceId, cancellationToken) ?? throw new OrchestrationNotFoundException(instanceId);
    }

    private Task<bool> WithLiveAsync(string instanceId, Action<OrchestrationInstance> act, CancellationToken cancellationToken)
        => requests.AskAsync(
            () =>
            {
                if (runner.Find(instanceId) is { } instance)
                {
                    act(instance);
                }

                return true;
            },
            cancellationToken);
}
