using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class NoGuardOnHosts()
    : PlantedBug("no-guard-on-hosts", "host-left-stopped", "The guard on a host that starts its services again does so a day later")
{
    private const string Day = "86400";

    public override HttpMessageHandler Plant(HttpMessageHandler wire) => new ChangedWire(wire, static async (request, send) =>
    {
        if (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath) is CallName.PutRunCommand)
        {
            await ChangedWire.ChangeParameterAsync(request, "GUARD_S", static _ => Day);
        }

        return await send();
    });
}
