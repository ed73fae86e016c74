using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>What must be true of the vault.</summary>
internal static class VaultAssertions
{
    /// <summary>The newest version is enabled and holds what Dynatrace hands to installers.</summary>
    public static async Task NewestIsInForceAsync(World world)
    {
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using HttpClient http = new(handler) { BaseAddress = world.Endpoint };
        string newest = await SecretAsync(http, "dynatrace-tenant-token-sim00001");
        using HttpRequestMessage ask = new(HttpMethod.Get, "e/sim00001/api/v1/deployment/installer/agent/connectioninfo");
        ask.Headers.Authorization = new AuthenticationHeaderValue("Api-Token", await SecretAsync(http, "dynatrace-api-token"));
        JsonObject info = (await (await http.SendAsync(ask)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True(newest == info["tenantToken"]!.GetValue<string>(), "the vault's newest version is not the token in force");
    }

    private static async Task<string> SecretAsync(HttpClient http, string name)
    {
        using HttpRequestMessage ask = new(HttpMethod.Get, $"secrets/{name}?api-version=7.6");
        ask.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "simulated");
        return (await (await http.SendAsync(ask)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["value"]!
            .GetValue<string>();
    }
}
