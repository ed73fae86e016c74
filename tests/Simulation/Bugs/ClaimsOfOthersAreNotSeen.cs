using System.Text.Json.Nodes;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ClaimsOfOthersAreNotSeen()
    : PlantedBug(
        "claims-of-others-are-not-seen",
        "claim-not-held",
        "A copy sees no claim on the environment but its own, and drives it beside the one that holds it")
{
    private const string Claim = "/secrets/tenant-token-claim-";

    public override HttpMessageHandler Plant(HttpMessageHandler wire)
    {
        string? ours = null;
        return new ChangedWire(wire, async (request, send) =>
        {
            if (!request.RequestUri!.AbsolutePath.StartsWith(Claim, StringComparison.Ordinal))
            {
                return await send();
            }

            switch (TenantTokens.Simulation.World.CallNames.Of(request.Method.Method, request.RequestUri.AbsolutePath))
            {
                case CallName.PutSecret:
                    ours = CopyOf(JsonNode.Parse(await request.Content!.ReadAsStringAsync()));
                    return await send();
                case CallName.ListSecretVersions:
                    return await ChangedWire.ChangeAsync(await send(), text => WithoutOthers(text, ours));
                default:
                    return await send();
            }
        });
    }

    private static string WithoutOthers(string text, string? ours)
    {
        JsonNode told = JsonNode.Parse(text)!;
        if (told["value"] is JsonArray versions)
        {
            versions.RemoveAll(version => CopyOf(version) != ours);
        }

        return told.ToJsonString();
    }

    private static string? CopyOf(JsonNode? version) => (string?)version?["tags"]?["copy"];
}
