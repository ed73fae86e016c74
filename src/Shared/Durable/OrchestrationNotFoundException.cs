namespace TenantTokens.Durable;

/// <summary>There is no instance of that id.</summary>
/// <param name="instanceId">The id.</param>
public sealed class OrchestrationNotFoundException(string instanceId)
    : Exception($"There is no orchestration with the instance id '{instanceId}'.")
{
    public string InstanceId { get; } = instanceId;
}
