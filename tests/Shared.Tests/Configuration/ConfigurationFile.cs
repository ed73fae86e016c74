using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;

namespace TenantTokens.Shared.Tests.Configuration;

/// <summary>The smallest file that is valid, changes of it, and what reading a file gives.</summary>
internal static class ConfigurationFile
{
    public const string Minimal = """
        {
          "$schema": "rotation.schema.json",
          "environments": [ { "id": "sim00001", "apiUrl": "https://dynatrace.example/e/sim00001", "apiTokenSecret": "api-token", "tenantTokenSecret": "tenant-token" } ],
          "azure": { "vaultUri": "https://x.vault.azure.net" },
          "fleet": { "subscriptions": ["11111111-1111-1111-1111-111111111111"] }
        }
        """;

    /// <summary>The smallest file with a change.</summary>
    public static string Change(Action<JsonNode> change)
    {
        JsonNode root = JsonNode.Parse(Minimal)!;
        change(root);
        return root.ToJsonString();
    }

    /// <summary>The options of a file in which nothing is wrong.</summary>
    public static RotationOptions Valid(string json)
    {
        RotationConfigurationResult result = Parse(json);
        Assert.Empty(result.Problems);
        Assert.True(result.IsValid);
        return result.Options;
    }

    /// <summary>What is wrong with a file in which something is.</summary>
    public static IReadOnlyList<ConfigurationProblem> Problems(string json)
    {
        RotationConfigurationResult result = Parse(json);
        Assert.False(result.IsValid);
        Assert.Null(result.Options);
        return result.Problems;
    }

    private static RotationConfigurationResult Parse(string json)
        => RotationConfiguration.Parse(Encoding.UTF8.GetBytes(json), Path.GetTempPath());
}
