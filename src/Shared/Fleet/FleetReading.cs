using TenantTokens.Dynatrace;

namespace TenantTokens.Fleet;

/// <summary>What Azure and Dynatrace said at one time.</summary>
/// <param name="Machines">Machines that commands can be sent to; each once.</param>
/// <param name="Instances">Instances of uniform scale sets.</param>
/// <param name="Gates">ActiveGates that were connected during the last 2 hours.</param>
/// <param name="Agents">OneAgents that were seen during the last 72 hours.</param>
public sealed record FleetReading(
    IReadOnlyList<Machine> Machines, IReadOnlyList<ScaleSetInstance> Instances, IReadOnlyList<ActiveGateInfo> Gates, IReadOnlyList<OneAgentInfo> Agents);
