using TenantTokens.Durable;
using TenantTokens.Rotations.Starting;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class LostStartNotAdopted()
    : PlantedBug(
        "lost-start-not-adopted",
        "start-repeated",
        "The token of a start whose answer was lost is not adopted at the first look; start is sent again")
{
    public override void Plant(DurableTaskRegistry registry) => registry.Mark(StartRotation.Name);

    /// <summary>While start runs, connection info shows what it showed at first.</summary>
    public override HttpMessageHandler Plant(HttpMessageHandler wire)
    {
        string? first = null;
        return new ChangedWire(wire, async (request, send) =>
        {
            HttpResponseMessage answer = await send();
            if (!Steps.IsIn(StartRotation.Name)
                || !answer.IsSuccessStatusCode
                || TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath)
                    is not CallName.AgentConnectionInfo)
            {
                return answer;
            }

            first ??= await answer.Content.ReadAsStringAsync();
            return await ChangedWire.ChangeAsync(answer, _ => first);
        });
    }
}
