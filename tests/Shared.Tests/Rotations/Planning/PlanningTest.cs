using TenantTokens.Fleet.Matching;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>A plan over the simulated inventory.</summary>
public abstract class PlanningTest : IDisposable
{
    private protected readonly FleetDriver _driver = new();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected static FleetReading Small { get; } = Some.Fleet(
        [Some.Machine("gw-1"), Some.Machine("gw-2"), Some.Machine("web-1"), Some.Machine("web-2")],
        [Some.ActiveGate("gw-1", "0x1"), Some.ActiveGate("gw-2", "0x2"), Some.ActiveGate("saas") with { Type = "CLUSTER" }],
        [Some.OneAgent("web-1", "HOST-00000000000000A1"), Some.OneAgent("web-2", "HOST-00000000000000A2")]);

    public void Dispose()
    {
        _driver.Dispose();
        GC.SuppressFinalize(this);
    }
}
