using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.Wire;

namespace TenantTokens.Simulator.Vault;

/// <summary>Converts a secret version to JSON, and applies JSON to one.</summary>
internal static class SecretJson
{
    public static JsonObject Bundle(HttpContext context, SecretVersion version, bool withValue)
    {
        JsonObject attributes = new()
        {
            ["enabled"] = version.Enabled,
            ["created"] = version.Created.ToUnixTimeSeconds(),
            ["updated"] = version.Updated.ToUnixTimeSeconds(),
            ["recoveryLevel"] = "Recoverable+Purgeable",
            ["recoverableDays"] = 90,
        };
        AddTime("nbf", version.NotBefore);
        AddTime("exp", version.Expires);

        JsonObject bundle = new()
        {
            ["id"] = $"{context.Request.Scheme}://{context.Request.Host}/secrets/{context.Route("name")}/{version.Id}",
            ["attributes"] = attributes,
            ["tags"] = new JsonObject(version.Tags.Select(static t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        };
        if (withValue)
        {
            bundle["value"] = version.Value;
        }

        if (version.ContentType is { } contentType)
        {
            bundle["contentType"] = contentType;
        }

        return bundle;

        void AddTime(string key, long? time)
        {
            if (time is { } at)
            {
                attributes[key] = at;
            }
        }
    }

    /// <summary>Sets what the body contains and leaves the rest unchanged.</summary>
    public static void Apply(SecretVersion version, JsonObject body)
    {
        version.ContentType = (string?)body["contentType"] ?? version.ContentType;
        version.Enabled = (bool?)body["attributes"]?["enabled"] ?? version.Enabled;
        version.NotBefore = (long?)body["attributes"]?["nbf"] ?? version.NotBefore;
        version.Expires = (long?)body["attributes"]?["exp"] ?? version.Expires;
        if (body["tags"] is JsonObject tags)
        {
            version.Tags = tags.ToDictionary(static t => t.Key, static t => (string?)t.Value ?? "", StringComparer.Ordinal);
        }
    }
}
