namespace TenantTokens.Durable;

/// <summary>A live instance has that id, so no second one was started.</summary>
/// <param name="instanceId">The id.</param>
public sealed class OrchestrationAlreadyExistsException(string instanceId)
    : Exception($"An orchestration with the instance id '{instanceId}' already exists: it is pending, running or suspended.")
{
    /// <summary>The id that is taken.</summary>
    public string InstanceId { get; } = instanceId;
}
