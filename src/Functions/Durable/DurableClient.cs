using System.Text.Json;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using TenantTokens.Durable;
using OrchestrationAlreadyExistsException = TenantTokens.Durable.OrchestrationAlreadyExistsException;
using OrchestrationMetadata = TenantTokens.Durable.OrchestrationMetadata;
using OrchestrationQuery = TenantTokens.Durable.OrchestrationQuery;
using OrchestrationRuntimeStatus = TenantTokens.Durable.OrchestrationRuntimeStatus;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace TenantTokens.Functions.Durable;

/// <summary>Implements the port's client on that of Durable Functions.</summary>
/// <param name="client">The client that the host passed to a function.</param>
public sealed class DurableClient(DurableTaskClient client) : IDurableClient
{
    /// <summary>
    /// What the Azure Storage backend returns for an instance without a custom status: https://github.com/Azure/durabletask,
    /// AzureTableTrackingStore.
    /// </summary>
    private const string NoCustomStatus = "null";

    // Without these statuses, a live instance would be ended and replaced.
    private static readonly Status[] _live = [Status.Pending, Status.Running, Status.Suspended];

    private static readonly OrchestrationRuntimeStatus[] _liveStatuses =
    [
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];

    public async Task<string> ScheduleNewOrchestrationInstanceAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        CancellationToken cancellationToken = default)
    {
        string id = instanceId ?? Guid.CreateVersion7().ToString("N");
        InvalidInstanceIdException.ThrowIfInvalid(id, nameof(instanceId));
        if (await GetInstanceAsync(id, cancellationToken) is { IsCompleted: false })
        {
            throw new OrchestrationAlreadyExistsException(id);
        }

        await EndChildrenAsync(id, "Its root orchestration is gone, so a new one begins.", cancellationToken);
        try
        {
            Payload payload = new(JsonSerializer.SerializeToElement(input, DurableJson.Options));
            return await client.ScheduleNewOrchestrationInstanceAsync(
                orchestrator.Value,
                payload,
                new StartOrchestrationOptions(id).WithDedupeStatuses(_live),
                cancellationToken);
        }
        catch (Exception exception)
            when (exception is DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException
                or RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            throw new OrchestrationAlreadyExistsException(id); // another process was first
        }
    }

    public async Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } metadata
            ? Translate(metadata)
            : null;

    public async IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? query = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Microsoft.DurableTask.Client.OrchestrationQuery asked = new(
            Statuses: query?.Statuses?.Select(static status => Enum.Parse<Status>(status.ToString())),
            InstanceIdPrefix: query?.InstanceIdPrefix);
        await foreach (Microsoft.DurableTask.Client.OrchestrationMetadata metadata in client.GetAllInstancesAsync(asked)
            .WithCancellation(cancellationToken))
        {
            yield return Translate(metadata);
        }
    }

    public async Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellationToken = default)
    {
        try
        {
            await client.RaiseEventAsync(
                instanceId,
                eventName,
                JsonSerializer.SerializeToElement(eventPayload, DurableJson.Options),
                cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // No instance can receive the event; the ledger has what it was about.
        }
    }

    public Task SuspendInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => client.SuspendInstanceAsync(instanceId, cancellationToken);

    public Task ResumeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => client.ResumeInstanceAsync(instanceId, cancellationToken);

    public async Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        await client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason, Recursive: true), cancellationToken);
        await EndChildrenAsync(instanceId, reason, cancellationToken);
    }

    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => await GetInstanceAsync(instanceId, cancellationToken) switch
        {
            null => false,
            { IsCompleted: false } live => throw new InvalidOperationException(
                $"The instance {instanceId} is {live.RuntimeStatus}; only a finished one can be purged."),
            _
                => (await client.PurgeInstanceAsync(
                    instanceId,
                    new PurgeInstanceOptions(Recursive: true),
                    cancellationToken)).PurgedInstanceCount
                    > 0,
        };

    public async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        CancellationToken cancellationToken = default)
        => await GetInstanceAsync(instanceId, cancellationToken) is null
            ? throw new OrchestrationNotFoundException(instanceId)
            : Translate(await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, cancellationToken));

    private async Task EndChildrenAsync(string rootId, string? reason, CancellationToken cancellationToken)
    {
        await foreach (OrchestrationMetadata child in GetAllInstancesAsync(
            new OrchestrationQuery(ChildIds.PrefixOf(rootId), _liveStatuses),
            cancellationToken))
        {
            await client.TerminateInstanceAsync(child.InstanceId, new TerminateInstanceOptions(reason), cancellationToken);
        }
    }

    private static OrchestrationMetadata Translate(Microsoft.DurableTask.Client.OrchestrationMetadata metadata)
    {
        OrchestrationRuntimeStatus status = Enum.TryParse(metadata.RuntimeStatus.ToString(), out OrchestrationRuntimeStatus known)
            ? known
            : OrchestrationRuntimeStatus.Terminated;
        (string? type, string? message) = metadata.FailureDetails is { } failure
            ? ScrubbedFailureException.Read(failure.ErrorType, failure.ErrorMessage)
                : status is OrchestrationRuntimeStatus.Failed ? ScrubbedFailureException.Read("unknown", metadata.SerializedOutput ?? "")
            : (null, status is OrchestrationRuntimeStatus.Terminated ? metadata.SerializedOutput : null);
        string? output = status is OrchestrationRuntimeStatus.Completed && metadata.SerializedOutput is { } json
            ? JsonSerializer.Deserialize<Payload>(json)?.ToJson()
            : null;
        string? customStatus = metadata.SerializedCustomStatus is NoCustomStatus ? null : metadata.SerializedCustomStatus;
        return new(
            metadata.InstanceId,
            metadata.Name,
            status,
            metadata.CreatedAt,
            metadata.LastUpdatedAt,
            customStatus,
            output,
            type,
            message);
    }
}
