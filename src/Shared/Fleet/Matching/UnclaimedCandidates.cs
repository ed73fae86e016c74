using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>The machines in scope that no agent at Dynatrace claims: those that a plan probes, and those that it does not. Pure.</summary>
/// <param name="Probed">Targets for the probe wave, which are not rotated.</param>
/// <param name="Others">The others, with the reason why they are not probed.</param>
public sealed record UnclaimedCandidates(IReadOnlyList<TargetRecord> Probed, IReadOnlyList<UnclaimedMachine> Others)
{
    /// <summary>Divides the unclaimed machines.</summary>
    /// <param name="machines">All machines in scope.</param>
    /// <param name="claimed">All targets that represent a machine.</param>
    /// <param name="options">Whether they are probed, and how many.</param>
    public static UnclaimedCandidates From(IReadOnlyList<Machine> machines, IEnumerable<TargetRecord> claimed, FleetOptions options)
    {
        List<TargetRecord> probed = [];
        List<UnclaimedMachine> others = [];
        foreach (Machine machine in Unclaimed(machines, claimed, options))
        {
            TargetRecord target = FleetMatcher.Reach(Component.OneAgent, machine, agentId: null) with { IsUnclaimed = true };
            string? why = target.State is not TargetState.Pending ? target.Message
                : options.UnclaimedMachines is UnclaimedMachinesPolicy.List ? "fleet.unclaimedMachines is list."
                : probed.Count >= options.UnclaimedProbes ? $"More than fleet.unclaimedProbes ({options.UnclaimedProbes}) run."
                : null;
            if (why is null)
            {
                probed.Add(target);
            }
            else
            {
                others.Add(NotLookedInto(machine, why));
            }
        }

        return new(probed, others);
    }

    /// <summary>Lists the machines without any target, by name; empty when unclaimed machines are ignored.</summary>
    public static IEnumerable<Machine> Unclaimed(IReadOnlyList<Machine> machines, IEnumerable<TargetRecord> claimed, FleetOptions options)
    {
        if (options.UnclaimedMachines is UnclaimedMachinesPolicy.Ignore)
        {
            return [];
        }

        HashSet<string> taken = new(
            claimed.Select(static target => target.Machine?.Identity).OfType<string>(),
            StringComparer.OrdinalIgnoreCase);
        return machines
            .Where(machine => !taken.Contains(machine.Identity))
            .OrderBy(static machine => machine.Name, StringComparer.Ordinal)
            .ThenBy(static machine => machine.ResourceId, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Makes the record of a machine that is not probed.</summary>
    public static UnclaimedMachine NotLookedInto(Machine machine, string why)
        => new(machine.Identity, machine.Name, machine.ResourceId, IsClear: false, why);
}
