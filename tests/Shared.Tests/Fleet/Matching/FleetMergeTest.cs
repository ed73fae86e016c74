using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>Two looks at a small fleet, merged.</summary>
public abstract class FleetMergeTest
{
    private protected static readonly DateTimeOffset _seen = Some.Now.AddDays(-1);
    private protected static readonly Machine[] _others = [Some.Machine("x"), Some.Machine("y"), Some.Machine("z")];

    private protected static FleetMerge.Result Merge(IReadOnlyList<TargetRecord> before, FleetReading fleet)
        => FleetMerge.Merge(before, fleet, minimumMachines: 0, Some.Now);

    private protected static TargetRecord Target(string name)
        => FleetMatcher.Match(Some.Fleet([Some.Machine(name)], agents: [Some.OneAgent(name)])).Targets[0];

    private protected static IEnumerable<TargetRecord> Others()
        => _others.Select(static machine => Target(machine.Name) with { State = TargetState.Rotated });

    /// <summary>The others, always there, and something more.</summary>
    private protected static FleetReading Fleet(IReadOnlyList<Machine>? machines = null, IReadOnlyList<OneAgentInfo>? agents = null)
        => Some.Fleet(
            [.. _others, .. machines ?? []],
            agents: [.. _others.Select(static machine => Some.OneAgent(machine.Name)), .. agents ?? []]);

    private protected static bool IsLine(TargetRecord target) => target is { IsGone: true, Machine: null, AgentId: null };
}
