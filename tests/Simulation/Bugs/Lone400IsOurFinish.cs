using System.Net;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class Lone400IsOurFinish()
    : PlantedBug("lone-400-is-our-finish", "finish-of-others", "Any 400 counts as a finish of ours")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire) => new ChangedWire(wire, static async (request, send) =>
    {
        HttpResponseMessage answer = await send();
        return answer.StatusCode is HttpStatusCode.BadRequest
            && request.RequestUri!.AbsolutePath.EndsWith($"/{CallName.Finish}", StringComparison.Ordinal)
            ? ChangedWire.Answer(HttpStatusCode.OK, new { active = new { value = "dt0a02.whatever-it-is" } })
            : answer;
    });
}
