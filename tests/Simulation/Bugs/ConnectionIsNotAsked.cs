using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ConnectionIsNotAsked()
    : PlantedBug("connection-is-not-asked", "rotated-but-not-connected", "An apply without an accepted connection counts as proved")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire) => new ChangedWire(wire, static async (request, send)
        => TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath) is CallName.GetRunCommand
            ? await ChangedWire.ChangeAsync(
                await send(),
                static text => text.Replace("connected\\u0022:false", "connected\\u0022:true", StringComparison.Ordinal)
                    .Replace("connected\\\":false", "connected\\\":true", StringComparison.Ordinal))
            : await send());
}
