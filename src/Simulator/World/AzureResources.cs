using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.World;

/// <summary>The machines as Azure knows them; one that is a VM and an Arc machine is there twice.</summary>
internal sealed class AzureResources
{
    private readonly Registry<IMachine> _machines = new();
    private IMachine[]? _sorted;
    private IReadOnlyList<IMachine>? _sortedFrom;

    /// <summary>In the order of their resource ids.</summary>
    public IReadOnlyList<IMachine> All
    {
        get
        {
            IReadOnlyList<IMachine> all = _machines.All;
            if (_sortedFrom != all)
            {
                _sorted = [.. all.OrderBy(static m => m.Identity.ResourceId, StringComparer.Ordinal)];
                _sortedFrom = all;
            }

            return _sorted!;
        }
    }

    /// <summary>The ids of the subscriptions that hold a machine.</summary>
    public IReadOnlyList<string> Subscriptions => [.. _machines.All.Select(static m => m.Identity.SubscriptionId).Distinct()];

    /// <summary>Uniform scale sets, whose instances Azure does not list as machines.</summary>
    public Registry<ScaleSet> ScaleSets { get; } = new();

    public void Add(IMachine machine) => _machines.Add(machine);

    /// <summary>Under all its identities.</summary>
    public void Remove(IMachine machine)
    {
        foreach (IMachine known in _machines.All.Where(m => m == machine || (m is ArcTwin twin && twin.Machine == machine)))
        {
            _machines.Remove(known);
        }
    }

    public IMachine? Find(string resourceId) => _machines.Find(resourceId, static m => m.Identity.ResourceId);
}
