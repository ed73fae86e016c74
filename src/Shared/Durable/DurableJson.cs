using System.Text.Json;
using System.Text.Json.Serialization;

namespace TenantTokens.Durable;

/// <summary>Serializes inputs, results, events and ledger rows as JSON. A change must keep rows readable that are already stored.</summary>
public static class DurableJson
{
    /// <summary>The web defaults of System.Text.Json, with enums written by name.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
