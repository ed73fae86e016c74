using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>Agents of Dynatrace and machines of Azure, matched.</summary>
public abstract class FleetMatcherTest
{
    private protected static IReadOnlyList<TargetRecord> Match(
        IReadOnlyList<Machine> machines,
        IReadOnlyList<ActiveGateInfo> gates,
        IReadOnlyList<OneAgentInfo> agents)
        => FleetMatcher.Match(Some.Fleet(machines, gates, agents)).Targets;

    private protected static (TargetState, string?) One(IReadOnlyList<TargetRecord> targets)
        => (Assert.Single(targets).State, targets[0].Code);
}
