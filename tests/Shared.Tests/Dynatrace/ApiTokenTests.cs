using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Dynatrace;

/// <summary>What the vault's secret for the API token may hold.</summary>
public sealed class ApiTokenTests : IDisposable
{
    private readonly ScriptedHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(DynatraceDriver.ApiToken + "\n")]
    [InlineData(DynatraceDriver.ApiToken + "\r\n")]
    [InlineData("  " + DynatraceDriver.ApiToken + "\n\n")]
    [InlineData("\uFEFF" + DynatraceDriver.ApiToken)]
    [InlineData(DynatraceDriver.ApiToken)]
    public async Task Line_ends_around_the_api_token_are_not_sent(string secret)
    {
        _http.Expect("GET /api/v2/activeGates/0x1", 404);

        await GetAsync(secret);

        Assert.Equal($"Api-Token {DynatraceDriver.ApiToken}", _http.Authorizations.Single());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("dt0c01.SECRETSECRET\ndt0c01.ANOTHER", "has several lines")]
    [InlineData("Api-Token dt0c01.SECRETSECRET", "has a space inside")]
    [InlineData("dt0c01.SECRETSECRET\u00A0x", "has a space inside")]
    [InlineData("dt0c01.SECRETSECRET\0", "has a character that a token cannot have")]
    [InlineData("\u201Cdt0c01.SECRETSECRET\u201D", "has a character that a token cannot have")]
    public async Task What_cannot_be_a_token_is_named_by_secret_and_environment_before_any_request(string secret, string mistake)
    {
        var told = await Assert.ThrowsAsync<ConfigurationMistakeException>(() => GetAsync(secret));

        Assert.StartsWith(
            $"The vault secret my-api-token, apiTokenSecret of environment abc12345, {mistake}",
            told.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("SECRETSECRET", told.ToString(), StringComparison.Ordinal);
        Assert.Empty(_http.Requests);
    }

    private Task<ActiveGateInfo?> GetAsync(string secret)
    {
        EnvironmentOptions options = new()
        {
            Id = "abc12345",
            ApiUrl = new Uri("https://abc12345.live.dynatrace.com"),
            ApiTokenSecret = "my-api-token",
            TenantTokenSecret = "tenant",
        };
        DynatraceEnvironment environment = DynatraceEnvironments.Create(
            options,
            new HttpClient(_http),
            (_, _) => Task.FromResult(secret),
            new SecretScrubber(),
            new InstantTime());
        return environment.Inventory.GetActiveGateAsync("0x1", TestContext.Current.CancellationToken);
    }
}
