using System.Text.Json;

namespace TenantTokens.Durable;

/// <summary>What can be known of an instance from outside. Changes by addition only.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="RuntimeStatus">Where it stands.</param>
/// <param name="CreatedAt">When it was asked for (UTC).</param>
/// <param name="LastUpdatedAt">When its last turn was recorded (UTC).</param>
/// <param name="CustomStatusJson">What the orchestrator shows of itself.</param>
/// <param name="OutputJson">Its result; null unless it is Completed.</param>
/// <param name="FailureType">The full type name of the exception that ended it; null unless it is Failed.</param>
/// <param name="FailureMessage">The scrubbed message of that exception, or the reason of whoever terminated it.</param>
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
    /// <summary>It will never take another turn.</summary>
    public bool IsCompleted => RuntimeStatus >= OrchestrationRuntimeStatus.Completed;

    /// <summary>The result, or the default when there is none.</summary>
    public T? ReadOutputAs<T>() => Read<T>(OutputJson);

    /// <summary>The custom status, or the default when there is none.</summary>
    public T? ReadCustomStatusAs<T>() => Read<T>(CustomStatusJson);

    private static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, DurableJson.Options);
}
