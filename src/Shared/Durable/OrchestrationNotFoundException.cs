namespace TenantTokens.Durable;

/// <summary>There is no instance of that id.</summary>
/// <param name="instanceId">The id.</param>
public sealed class OrchestrationNotFoundException(string instanceId)
    : Exception($"There is no orchestration with the instance id '{instanceId}'.")
{
    /// <summary>The id that was asked for.</summary>
    public string InstanceId { get; } = instanceId;
}
