using System.Text.Json;
using System.Text.Json.Serialization;

namespace TenantTokens.Functions.Durable;

/// <summary>
/// What goes into and comes out of orchestrators and activities: JSON as Shared writes it, in an object of its own, so that neither the
/// host's nor the worker's serializer has a say in it. Never a secret: histories are readable for whoever reads the storage account.
/// </summary>
/// <param name="Json">The value.</param>
public sealed record Payload([property: JsonPropertyName("json")] JsonElement? Json)
{
    /// <summary>From JSON text; nothing from null.</summary>
    public static Payload Parse(string? json) => new(json is null ? null : JsonSerializer.Deserialize<JsonElement>(json));

    /// <summary>The JSON text; null for nothing.</summary>
    public string? ToJson() => Json is { ValueKind: not JsonValueKind.Undefined } element ? element.GetRawText() : null;
}
