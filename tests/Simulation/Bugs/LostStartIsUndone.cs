using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class LostStartIsUndone()
    : PlantedBug("lost-start-is-undone", "effect-twice", "A start whose answer was lost is cancelled and sent again")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire)
    {
        HttpMessageInvoker world = new(wire, disposeHandler: false);
        return new ChangedWire(wire, async (request, send) =>
        {
            if (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath) is not CallName.Start)
            {
                return await send();
            }

            try
            {
                return await send();
            }
            catch (HttpRequestException)
            {
                HttpRequestMessage undo = new(HttpMethod.Post, new Uri(request.RequestUri, CallName.Cancel));
                undo.Headers.Authorization = request.Headers.Authorization;
                await world.SendAsync(undo, CancellationToken.None);
                return await send();
            }
        });
    }
}
