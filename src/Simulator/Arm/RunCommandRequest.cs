using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Arm;

/// <summary>The body of a PUT, checked as Azure checks it (facts/azure.md §1.3, §2).</summary>
internal sealed record RunCommandRequest(
    string Location, JsonNode? Tags, string Script, IReadOnlyList<KeyValuePair<string, string>> Parameters,
    IReadOnlyList<KeyValuePair<string, string>> Protected, TimeSpan Timeout, bool IsAsync, bool FailsDeployment, string Hash)
{
    private static readonly TimeSpan s_usualTimeout = TimeSpan.FromMinutes(90);

    /// <summary>The request, or what is wrong with it.</summary>
    public static (RunCommandRequest? Request, string? Problem) Read(JsonObject? body)
    {
        if (body?["properties"] is not JsonObject properties)
        {
            return (null, "The request content was invalid: 'properties' is missing.");
        }

        if ((string?)body["location"] is not { Length: > 0 } location)
        {
            return (null, "The location property is required for this definition.");
        }

        if ((string?)properties["source"]?["script"] is not { Length: > 0 } script)
        {
            return (null, "Either 'source.script' or 'source.scriptUri' has to be specified (the simulator knows source.script only).");
        }

        if (Pairs(properties["parameters"]) is not { } parameters || Pairs(properties["protectedParameters"]) is not { } secrets)
        {
            return (null, "Each parameter must have a 'name' and a 'value'.");
        }

        TimeSpan timeout = (int?)properties["timeoutInSeconds"] is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : s_usualTimeout;
        return (new RunCommandRequest(
            location, body["tags"]?.DeepClone(), script, parameters, secrets, timeout,
            (bool?)properties["asyncExecution"] ?? false,
            (bool?)properties["treatFailureAsDeploymentFailure"] ?? false,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(properties.ToJsonString())))), null);
    }

    private static List<KeyValuePair<string, string>>? Pairs(JsonNode? node)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (JsonNode? item in node as JsonArray ?? [])
        {
            if ((string?)item?["name"] is not { Length: > 0 } name || (string?)item["value"] is not { } value)
            {
                return null;
            }

            pairs.Add(new KeyValuePair<string, string>(name, value));
        }

        return pairs;
    }
}
