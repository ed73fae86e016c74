using System.Text.Json.Nodes;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ConnectionInfoNotReadAgain()
    : PlantedBug(
        "connection-info-not-read-again",
        "foreign-rotation-ended",
        "Once start was answered, the token in force is taken to be ours and not read again")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire)
    {
        string? ours = null;
        return new ChangedWire(wire, async (request, send) =>
        {
            HttpResponseMessage answer = await send();
            switch (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri!.AbsolutePath))
            {
                case CallName.Start when answer.IsSuccessStatusCode:
                    ours = (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["active"]!["value"];
                    break;
                case CallName.AgentConnectionInfo or CallName.GatewayConnectionInfo when answer.IsSuccessStatusCode && ours is not null:
                    return await ChangedWire.ChangeAsync(answer, text =>
                    {
                        JsonNode told = JsonNode.Parse(text)!;
                        told["tenantToken"] = ours;
                        return told.ToJsonString();
                    });
            }

            return answer;
        });
    }
}
