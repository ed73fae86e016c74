namespace TenantTokens.Local.Engine;

/// <summary>The instances that have not ended. Only the loop's thread uses it.</summary>
internal sealed class LiveInstances
{
    private readonly Dictionary<long, OrchestrationInstance> _byKey = [];
    private readonly Dictionary<string, OrchestrationInstance> _byId = new(StringComparer.Ordinal);

    public OrchestrationInstance? Find(string instanceId) => _byId.GetValueOrDefault(instanceId);

    public OrchestrationInstance? Find(long key) => _byKey.GetValueOrDefault(key);

    public void Add(OrchestrationInstance instance)
    {
        _byKey.Add(instance.Key, instance);
        _byId.Add(instance.InstanceId, instance);
    }

    public void Remove(OrchestrationInstance instance)
    {
        _byKey.Remove(instance.Key);
        _byId.Remove(instance.InstanceId);
    }

    /// <summary>Returns the instances whose parent is one of those given.</summary>
    public IReadOnlyList<OrchestrationInstance> ChildrenOf(IReadOnlySet<long> parents)
        => [.. _byKey.Values.Where(child => parents.Contains(child.ParentKey))];
}
