using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>A plan with an API token as people store it.</summary>
public sealed class ApiTokenSecretTests
{
    private const string Name = "dynatrace-api-token";

    [Fact]
    public async Task A_line_end_after_the_api_token_does_no_harm()
    {
        await using World world = await World.StartAsync();
        await ChangeAsync(world, static token => token + "\n");

        ProgramResult result = await world.RunAsync("plan");

        Assert.True(result.ExitCode is 0, result.ToString());
    }

    [Fact]
    public async Task What_is_no_api_token_is_a_configuration_mistake_that_names_secret_and_environment()
    {
        await using World world = await World.StartAsync();
        await ChangeAsync(world, static token => $"{token}\n{token}");

        ProgramResult result = await world.RunAsync("plan");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            $"The vault secret {Name}, apiTokenSecret of environment sim00001, has several lines",
            result.Errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", result.Errors, StringComparison.Ordinal);
    }

    private static async Task ChangeAsync(World world, Func<string, string> change)
    {
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using HttpClient http = new(handler) { BaseAddress = world.Endpoint };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "simulated");
        string address = $"secrets/{Name}?api-version=7.6";
        string token = (await http.GetFromJsonAsync<JsonObject>(address))!["value"]!.GetValue<string>();
        (await http.PutAsJsonAsync(address, new { value = change(token) })).EnsureSuccessStatusCode();
    }
}
