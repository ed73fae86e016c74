using System.Collections.Frozen;
using TenantTokens.Dynatrace;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>The readings of Azure and Dynatrace at one time.</summary>
/// <param name="Machines">Machines that commands can be sent to; each once.</param>
/// <param name="Instances">Instances of uniform scale sets.</param>
/// <param name="ActiveGates">ActiveGates that were connected during the last 2 hours.</param>
/// <param name="Agents">OneAgents that were seen during the last 214 days.</param>
public sealed record FleetReading(
    IReadOnlyList<Machine> Machines,
    IReadOnlyList<ScaleSetInstance> Instances,
    IReadOnlyList<ActiveGateInfo> ActiveGates,
    IReadOnlyList<OneAgentInfo> Agents)
{
    /// <summary>The ARM ids, in any case, of machines that silent agents name and that Azure has deleted.</summary>
    public IReadOnlySet<string> Deleted { get; init; } = FrozenSet<string>.Empty;
}
