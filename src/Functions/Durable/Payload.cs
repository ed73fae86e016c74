using System.Text.Json;
using System.Text.Json.Serialization;

namespace TenantTokens.Functions.Durable;

/// <summary>
/// The input or output of an orchestrator or activity: JSON as Shared writes it, in an object of its own, so that neither the host's nor
/// the worker's serializer changes it. Never a secret: everyone who may read the storage account can read histories.
/// </summary>
/// <param name="Json">The value; null when there is none.</param>
public sealed record Payload([property: JsonPropertyName("json")] JsonElement? Json)
{
    /// <summary>Makes a payload from JSON text; null gives one without a value.</summary>
    public static Payload Parse(string? json) => new(json is null ? null : JsonSerializer.Deserialize<JsonElement>(json));

    /// <summary>Returns the JSON text; null when there is no value.</summary>
    public string? ToJson() => Json is { ValueKind: not JsonValueKind.Undefined } element ? element.GetRawText() : null;
}
