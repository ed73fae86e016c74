using System.Text.Json;

namespace TenantTokens.Durable;

/// <summary>What the engine shows of an instance. Changes by addition only.</summary>
/// <param name="InstanceId">The instance's id.</param>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="RuntimeStatus">Its status.</param>
/// <param name="CreatedAt">When its start was requested (UTC).</param>
/// <param name="LastUpdatedAt">When its history last changed (UTC).</param>
/// <param name="CustomStatusJson">
/// What the orchestrator last published with <see cref="IOrchestrationContext.SetCustomStatus"/>; null when nothing.
/// </param>
/// <param name="OutputJson">Its result; null unless the status is Completed.</param>
/// <param name="FailureType">The full type name of the exception that ended it; null unless the status is Failed.</param>
/// <param name="FailureMessage">
/// The scrubbed message of that exception, or the reason that was given when the instance was terminated.
/// </param>
public sealed record OrchestrationMetadata(
    string InstanceId,
    string Name,
    OrchestrationRuntimeStatus RuntimeStatus,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    string? CustomStatusJson = null,
    string? OutputJson = null,
    string? FailureType = null,
    string? FailureMessage = null)
{
    /// <summary>True when the instance has ended: completed, failed or terminated.</summary>
    public bool IsCompleted => RuntimeStatus >= OrchestrationRuntimeStatus.Completed;

    /// <summary>Reads the result; the default value when there is none.</summary>
    public T? ReadOutputAs<T>() => Read<T>(OutputJson);

    /// <summary>Reads the custom status; the default value when there is none.</summary>
    public T? ReadCustomStatusAs<T>() => Read<T>(CustomStatusJson);

    private static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, DurableJson.Options);
}
