using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration.Reading;

public sealed class ConfiguredEnvironmentTests
{
    [Theory]
    [InlineData("id", "two words", "two words")]
    [InlineData("apiUrl", "dynatrace.example", "dynatrace.example")]
    [InlineData("apiUrl", "https://dynatrace.example/?Api-Token=abc", null)]
    [InlineData("apiTokenSecret", "a_secret.value", null)]
    [InlineData("tenantTokenSecret", "api-token", "api-token")]
    [InlineData("trustedCa", "missing.pem", "missing.pem")]
    public void A_mistake_in_an_environment_is_named(string key, string value, string? shown)
    {
        ConfigurationProblem problem = Assert.Single(Problems(Change(root => root["environments"]![0]![key] = value)));

        Assert.Equal(($"$.environments[0].{key}", shown), (problem.JsonPath, problem.Value));
    }

    [Theory]
    [InlineData("https://abc12345.apps.dynatrace.com", "web interface", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://ABC12345.Apps.Dynatrace.com/ui/apps", "web interface", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.sprint.apps.dynatracelabs.com", "web interface", "https://abc12345.sprint.live.dynatracelabs.com")]
    [InlineData("https://abc12345.live.dynatrace.com/api", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/api/", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/api/v2", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/ui/hosts", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://managed.example:8443/e/abc12345/api/v2", "beyond the base URL", "https://managed.example:8443/e/abc12345")]
    [InlineData("https://managed.example/e/api/api/v2", "beyond the base URL", "https://managed.example/e/api")]
    public void An_address_that_is_not_the_api_s_base_is_refused_with_the_right_form(string url, string what, string right)
    {
        ConfigurationProblem problem = Assert.Single(Problems(Change(root => root["environments"]![0]!["apiUrl"] = url)));

        Assert.Equal(("$.environments[0].apiUrl", url), (problem.JsonPath, problem.Value));
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith($"the base URL of the API is {right}.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/")]
    [InlineData("https://managed.example/e/abc12345")]
    [InlineData("https://managed.example/e/api")]
    [InlineData("https://apps.example.com/e/abc12345")]
    [InlineData("https://api.example.com")]
    public void The_api_s_base_is_taken(string url)
        => Assert.Equal(new Uri(url), Valid(Change(root => root["environments"]![0]!["apiUrl"] = url)).Environments[0].ApiUrl);

    [Fact]
    public void Environments_may_not_share_an_id_or_a_tenant_token_secret()
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems(Change(static root =>
        {
            JsonNode second = root["environments"]![0]!.DeepClone();
            second["id"] = "SIM00001";
            root["environments"]!.AsArray().Add(second);
        }));

        Assert.Equal(["$.environments[1].id", "$.environments[1].tenantTokenSecret"], problems.Select(static problem => problem.JsonPath));
    }

    [Fact]
    public void Environments_may_share_an_api_token_secret()
    {
        RotationOptions options = Valid(Change(static root =>
        {
            JsonNode second = root["environments"]![0]!.DeepClone();
            second["id"] = "sim00002";
            second["tenantTokenSecret"] = "tenant-token-2";
            root["environments"]!.AsArray().Add(second);
        }));

        Assert.Equal(2, options.Environments.Count);
    }
}
