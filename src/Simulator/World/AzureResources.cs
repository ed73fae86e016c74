using System.Collections.Concurrent;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.World;

/// <summary>The machines as Azure knows them. A machine that is both a VM and an Arc machine is in the list twice.</summary>
internal sealed class AzureResources
{
    private static readonly Dictionary<string, string> _usualTags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dynatrace-rotation"] = "enabled",
    };
    private readonly Registry<IMachine> _machines = new();
    private readonly ConcurrentDictionary<string, ArcAgent> _arcAgents = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _tags = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, TimeSpan RetryAfter)> _throttled = new(
        StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string ResourceId, HiddenProperty Property), bool> _hidden = new();
    private readonly ConcurrentDictionary<string, bool> _resourceGroups = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, MachineLock> _locks = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _disconnected = new(StringComparer.OrdinalIgnoreCase);
    private IMachine[]? _sorted;
    private IReadOnlyList<IMachine>? _sortedFrom;

    /// <summary>All machines, ordered by resource id.</summary>
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

    /// <summary>The ids of the subscriptions with machines.</summary>
    public IReadOnlyList<string> Subscriptions => [.. _machines.All.Select(static m => m.Identity.SubscriptionId).Distinct()];

    /// <summary>The uniform scale sets, whose instances Azure does not list as machines.</summary>
    public Registry<ScaleSet> ScaleSets { get; } = new();

    public void Add(IMachine machine)
    {
        _machines.Add(machine);
        _resourceGroups[GroupOf(machine.Identity.SubscriptionId, machine.Identity.ResourceGroup)] = true;
    }

    /// <summary>Whether a resource group exists; it stays when its last machine is deleted.</summary>
    public bool HasResourceGroup(string subscription, string name) => _resourceGroups.ContainsKey(GroupOf(subscription, name));

    /// <summary>Removes a machine under all its identities.</summary>
    public void Remove(IMachine machine)
    {
        foreach (IMachine known in _machines.All.Where(m => m == machine || (m is ArcTwin twin && twin.Machine == machine)))
        {
            _machines.Remove(known);
        }
    }

    public ArcAgent ArcAgent(IMachine machine)
        => _arcAgents.GetValueOrDefault(machine.Identity.ResourceId) ?? TenantTokens.Simulator.Arm.ArcAgent.Newest;

    public void Change(IMachine machine, ArcAgent agent) => _arcAgents[machine.Identity.ResourceId] = agent;

    /// <summary>Disconnects the Arc agent from Azure; the machine and what runs on it go on.</summary>
    public void Disconnect(IMachine machine)
        => _disconnected.TryAdd(machine.Identity.ResourceId, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Connects the Arc agent again, which then gets what waits for it.</summary>
    public void Connect(IMachine machine)
    {
        if (_disconnected.TryRemove(machine.Identity.ResourceId, out TaskCompletionSource? connected))
        {
            connected.SetResult();
        }
    }

    /// <summary>Waits until Azure can reach the machine: it is on, and its Arc agent, if it has one, is connected.</summary>
    public async Task WhenReachedAsync(IMachine machine, CancellationToken cancellationToken)
    {
        do
        {
            await machine.WhenOnAsync(cancellationToken);
            await (_disconnected.GetValueOrDefault(machine.Identity.ResourceId)?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        }
        while (!machine.IsOn);
    }

    /// <summary>Returns a machine's state as Azure spells it.</summary>
    public string State(IMachine machine) => (machine.Identity.IsArc, machine.IsOn) switch
    {
        (true, true) when !_disconnected.ContainsKey(machine.Identity.ResourceId) => "Connected",
        (true, _) => "Disconnected",
        (false, true) => "PowerState/running",
        (false, false) => "PowerState/deallocated",
    };

    /// <summary>Makes Azure leave out a property of the machine from now on.</summary>
    public void Hide(IMachine machine, HiddenProperty property) => _hidden[(machine.Identity.ResourceId, property)] = true;

    public bool Hides(IMachine machine, HiddenProperty property) => _hidden.ContainsKey((machine.Identity.ResourceId, property));

    public IReadOnlyDictionary<string, string> Tags(IMachine machine)
        => _tags.GetValueOrDefault(machine.Identity.ResourceId) ?? _usualTags;

    public void Tag(IMachine machine, string name, string value)
        => _tags[machine.Identity.ResourceId] = new Dictionary<string, string>(Tags(machine), StringComparer.OrdinalIgnoreCase)
        {
            [name] = value,
        };

    /// <summary>Returns the lock on a machine; null when there is none.</summary>
    public MachineLock? LockOf(IMachine machine) => _locks.TryGetValue(machine.Identity.ResourceId, out MachineLock held) ? held : null;

    /// <summary>Locks a machine; null unlocks it.</summary>
    public void Lock(IMachine machine, MachineLock? held)
    {
        if (held is { } value)
        {
            _locks[machine.Identity.ResourceId] = value;
        }
        else
        {
            _locks.TryRemove(machine.Identity.ResourceId, out _);
        }
    }

    /// <summary>Makes every run-command call in the subscription get a 429 until a time (real time).</summary>
    public void Throttle(string subscription, DateTimeOffset until, TimeSpan retryAfter) => _throttled[subscription] = (until, retryAfter);

    /// <summary>Returns the wait that a 429 asks for now, in simulated time; null when the subscription is not throttled.</summary>
    public TimeSpan? RetryAfter(string subscription, DateTimeOffset now)
        => _throttled.TryGetValue(subscription, out (DateTimeOffset Until, TimeSpan RetryAfter) throttled) && now < throttled.Until
            ? throttled.RetryAfter
            : null;

    public IMachine? Find(string resourceId) => _machines.Find(resourceId, static m => m.Identity.ResourceId);

    private static string GroupOf(string subscription, string name) => $"{subscription}/{name}";
}
