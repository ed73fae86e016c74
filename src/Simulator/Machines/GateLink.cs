using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;

namespace TenantTokens.Simulator.Machines;

/// <summary>An ActiveGate's own connection to the cluster for one environment.</summary>
internal sealed class GateLink(ActiveGate gate, TenantEnvironment environment, IActiveGateFiles files) : ISender
{
    private bool _complained;

    public string Name => gate.Machine.Name;

    public TenantEnvironment Environment => environment;

    public string? Token => gate.IsReady ? gate.Loaded(environment) : null;

    public NetworkZone? Zone => null;

    public void Sent(Delivery delivery, DateTimeOffset at)
    {
        gate.OfflineSince(environment);
        if (delivery.Outcome is Outcome.Rejected && !_complained)
        {
            // A real ActiveGate suppresses the same message for an hour, so a search finds one line.
            _complained = true;
            files.Log(
                "WARNING",
                "collector.core, InitialCollectorSetupPoller",
                $"[{environment.Id}] Initial collector setup received with error:REQUEST_REJECTED, message has an error: REQUEST_REJECTED"
                    + " source=ANY_SERVER 0x0000000000000000 [Suppressing further messages for 1 hour]");
        }
        else if (delivery.Outcome is Outcome.Accepted)
        {
            _complained = false;
        }
    }

    public void Restarted() => _complained = false;
}
