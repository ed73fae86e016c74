using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class DirectionsShareAGeneration()
    : PlantedBug("directions-share-a-generation", "unbound-command", "The generation does not go up when the direction turns")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire) => new ChangedWire(wire, static async (request, send) =>
    {
        if (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath) is CallName.PutRunCommand)
        {
            await ChangedWire.ChangeParameterAsync(request, "GENERATION", static _ => "1");
        }

        return await send();
    });
}
