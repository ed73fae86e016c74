using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>Assigns everything that was found to a target: by agent, else by machine and component.</summary>
internal sealed class Sightings
{
    private readonly Dictionary<string, TargetRecord> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<(Component, string), TargetRecord> _byAgent;
    private readonly ILookup<(Component, string), TargetRecord> _byVmId;
    private readonly ILookup<(Component, string), TargetRecord> _byResource;
    private readonly Dictionary<string, TargetRecord> _byId;

    /// <summary>
    /// The clusters whose operator rotates their agents. Their nodes belong to the cluster's target, whether or not Azure reaches them.
    /// </summary>
    private readonly HashSet<string?> _operated;

    /// <summary>Assigns what a new reading of the fleet found to the targets of a rotation.</summary>
    /// <param name="before">The rotation's targets.</param>
    /// <param name="found">What was found.</param>
    public Sightings(IReadOnlyList<TargetRecord> before, IReadOnlyList<TargetRecord> found)
    {
        _byAgent = before.Where(static target => target.AgentId is not null)
            .DistinctBy(static target => (target.Component, target.AgentId!))
            .ToDictionary(static target => (target.Component, target.AgentId!));
        _byVmId = before.Where(static target => target.Machine is { VmId.Length: > 0 })
            .ToLookup(static target => (target.Component, target.Machine!.VmId!.ToUpperInvariant()));
        _byResource = before.Where(static target => target.Machine is not null)
            .ToLookup(static target => (target.Component, target.Machine!.ResourceId.ToUpperInvariant()));
        _byId = before.ToDictionary(static target => target.TargetId);
        _operated = [.. before.Where(static target => target.State is TargetState.SelfRotating).Select(static target => target.Cluster)];

        // What is on a machine comes first: a target is a component on a machine, whichever agent that is today.
        foreach (TargetRecord seen in found.OrderBy(seen => OnMachine(seen) is null))
        {
            Add(seen);
        }
    }

    /// <summary>What was found and has no target yet.</summary>
    public List<TargetRecord> New { get; } = [];

    /// <summary>Returns what was found for a target; null when nothing was.</summary>
    public TargetRecord? Of(TargetRecord target) => _found.GetValueOrDefault(target.TargetId);

    private void Add(TargetRecord seen)
    {
        TargetRecord? onMachine = OnMachine(seen);
        TargetRecord? itself = Itself(seen);
        if (onMachine is not null && itself is not null && onMachine.TargetId != itself.TargetId)
        {
            // The machine belongs to another target: a probe distinguished the two agents, and a name must not mix them up again.
            _found.TryAdd(itself.TargetId, itself);
        }
        else if ((onMachine ?? itself) is { } target && _found.TryAdd(target.TargetId, seen))
        {
            return;
        }
        else if (seen.Cluster is null || !_operated.Contains(seen.Cluster))
        {
            New.Add(WithIdOfItsOwn(seen));
        }
    }

    /// <summary>Returns the target on the machine of something that was found; null when there is none.</summary>
    private TargetRecord? OnMachine(TargetRecord seen)
        => seen.Machine is not { } machine ? null
            : (machine.VmId is { Length: > 0 } id ? _byVmId[(seen.Component, id.ToUpperInvariant())].FirstOrDefault() : null)
                ?? _byResource[(seen.Component, machine.ResourceId.ToUpperInvariant())]
                    .FirstOrDefault(target => MachineIndex.MayBeSame(target.Machine!, machine));

    /// <summary>Returns the target with the same agent, else the one with the same id; null when there is neither.</summary>
    private TargetRecord? Itself(TargetRecord seen)
        => (seen.AgentId is null ? null : _byAgent.GetValueOrDefault((seen.Component, seen.AgentId)))
            ?? _byId.GetValueOrDefault(seen.TargetId);

    private TargetRecord WithIdOfItsOwn(TargetRecord seen)
        => _byId.ContainsKey(seen.TargetId)
            ? seen with { TargetId = TargetIdentity.IdOf(seen.Component, $"{seen.AgentId} of its own") }
            : seen;
}
