using System.Text.Json.Nodes;
using TenantTokens.Configuration.Reading;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration.Reading;

/// <summary>No token stands in the file, and what only the simulator takes goes nowhere else.</summary>
public sealed class ConfigurationSafetyTests
{
    [Theory]
    [InlineData("$.azure.credential", """{"azure":{"vaultUri":"https://x.vault.azure.net","credential":"simulated"}}""")]
    [InlineData("$.approvals.simulatedApprover", """{"approvals":{"simulatedApprover":{"name":"demo"}}}""")]
    public void The_simulators_shortcuts_are_refused_when_any_endpoint_is_elsewhere(string path, string change)
    {
        string file = Change(root =>
        {
            foreach ((string key, JsonNode? value) in JsonNode.Parse(change)!.AsObject().ToList())
            {
                root[key] = value!.DeepClone();
            }
        });

        ConfigurationProblem problem = Assert.Single(Problems(file));

        Assert.Equal(path, problem.JsonPath);
        Assert.Contains("loopback", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"apiToken":"dt0c01.AAAAAAAAAAAAAAAAAAAAAAAA.BBBB"}""", "$.fleet.apiToken", "a key nobody knows")]
    [InlineData("""{"query":"dt0a02.hRCnr6Yd3BFrtxaFhRCnr6Yd"}""", "$.fleet.query", "a key that takes any text")]
    [InlineData("""{"query":"where tags['x'] == 'dt0s16.AAAA'"}""", "$.fleet.query", "inside a text")]
    [InlineData("""{"dt0c01.AAAAAAAA":1}""", "$.fleet['***']", "a key itself")]
    public void A_token_in_the_file_is_refused_and_never_quoted(string fleet, string path, string where)
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems(Change(root =>
        {
            foreach ((string key, JsonNode? value) in JsonNode.Parse(fleet)!.AsObject().ToList())
            {
                root["fleet"]![key] = value!.DeepClone();
            }
        }));

        ConfigurationProblem problem = Assert.Single(problems);
        Assert.Equal(path, problem.JsonPath);
        Assert.True(problem.Message.Contains("looks like a Dynatrace token", StringComparison.Ordinal), where);
        Assert.DoesNotContain("dt0", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_only_begins_like_a_token_is_no_token()
        => Assert.Equal("dt0a02xy", Valid(Change(static root => root["environments"]![0]!["id"] = "dt0a02xy")).Environments[0].Id);
}
